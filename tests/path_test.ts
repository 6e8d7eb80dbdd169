import { afterAll, beforeAll, describe, it } from "@std/testing/bdd";
import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type ScaleClient, ScaleResourceNotFoundError } from "@scaleapi/sdk";
import { path } from "../src/path.ts";
import { anyText, isSegment } from "./helpers/arbitraries.ts";
import { clientOf, failureOf } from "./helpers/clients.ts";
import { type Mock, startMock } from "./mock/mod.ts";

describe("path", () => {
  it("encodes everything but letters, digits and _.-~", () => {
    assertEquals(path`/v1/batches/${{ name: "a~b-c_d.e" }}/status`, "/v1/batches/a~b-c_d.e/status");
    assertEquals(path`/v1/a/${{ name: ";:@,$!*()'/?#%+ " }}`, "/v1/a/%3B%3A%40%2C%24%21%2A%28%29%27%2F%3F%23%25%2B%20");
    assertEquals(path`/v1/a/${{ name: "ü🐄\r\n\0" }}`, "/v1/a/%C3%BC%F0%9F%90%84%0D%0A%00");
    assertEquals(path`/v1/a/${{ name: "%2e%2e" }}`, "/v1/a/%252e%252e");
    assertEquals(path`/v1/a/${{ name: "..." }}/${{ b: "a/../b" }}`, "/v1/a/.../a%2F..%2Fb");
  });

  it("refuses what cannot be a segment, and names the argument", () => {
    assertThrows(() => path`/v1/${{ id: "" }}`, TypeError, "id: must not be empty");
    assertThrows(() => path`/v1/${{ name: "." }}`, TypeError, 'name: must not be "."');
    assertThrows(() => path`/v1/${{ name: ".." }}`, TypeError, 'name: must not be ".."');
    assertThrows(() => path`/v1/${{ name: "a\ud800" }}`, TypeError, "name: must not hold a lone surrogate");
    assertThrows(() => path`/v1/${{ name: "\udc00b" }}`, TypeError, "name: must not hold a lone surrogate");
    for (const value of [undefined, null, 1, {}, ["a"]]) {
      assertThrows(() => path`/v1/${{ name: value as unknown as string }}`, TypeError, "name: must be a string");
    }
  });
});

describe("ids and names of any text", () => {
  let mock: Mock;
  let client: ScaleClient;

  beforeAll(async () => {
    mock = await startMock();
    client = clientOf(mock);
  });

  afterAll(() => mock.close());

  const calls: readonly (readonly [string, string, (text: string) => Promise<unknown>])[] = [
    ["projects.get", "/v1/projects/", (text) => client.projects.get(text)],
    ["batches.get", "/v1/batches/", (text) => client.batches.get(text)],
    ["tasks.get", "/v1/task/", (text) => client.tasks.get(text)],
    ["tasks.create", "/v1/task/", (text) => client.tasks.create(text, {})],
  ];

  for (const [name, start, call] of calls) {
    it(`reach exactly the path that is meant, or nothing is sent: ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(anyText, async (text) => {
          await mock.clearRequests();
          if (!isSegment(text)) {
            await failureOf(call(text), TypeError);
            assertEquals(await mock.requests(), []);
            return;
          }
          await failureOf(call(text), ScaleResourceNotFoundError);
          const [arrival, ...more] = await mock.requests();
          assertEquals(more, []);
          assertEquals(arrival?.queryRaw, "");
          assertEquals(arrival?.path.startsWith(start), true);
          const segment = arrival?.path.slice(start.length) ?? "";
          assertEquals(segment.includes("/"), false);
          assertEquals(decodeURIComponent(segment), text);
        }),
        {
          numRuns: 60,
          examples: [["."], [".."], ["%2e%2e"], ["../teams"], ["a\r\nb: c"], ["a?b#c"], ["\ud800"], [" "]],
        },
      );
    });
  }

  it("come back from the service as they were given", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyText.filter(isSegment), { minLength: 1, maxLength: 3 }), async (names) => {
        await mock.reset();
        for (const name of names) await client.projects.create({ name, type: "categorization" });
        for (const name of names) assertEquals((await client.projects.get(name)).name, name);
      }),
      { numRuns: 30 },
    );
  });
});
