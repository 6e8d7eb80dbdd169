import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import {
  ScaleApiError,
  ScaleClient,
  ScaleInternalError,
  ScaleResourceNotFoundError,
  ScaleValidationError,
} from "@scaleapi/sdk";
import { anyText } from "./helpers/arbitraries.ts";
import { cannedClient, clientOf, failureOf } from "./helpers/clients.ts";
import { type Mock, startMock } from "./mock/mod.ts";

let mock: Mock;
let client: ScaleClient;

beforeAll(async () => {
  mock = await startMock();
  client = clientOf(mock, { maxRetries: 0 });
});

afterAll(() => mock.close());

beforeEach(() => mock.reset());

/** What URL parsers encode, or leave: a service takes both for the same. */
function encoded(path: string): string {
  return path.replace(/["<>`{}^|]/g, encodeURIComponent).replace(/'/g, "%27");
}

describe("ScaleClient.request", () => {
  it("sends what is asked with the key of the path's version, and gives the JSON unchecked", async () => {
    const { client, sent } = cannedClient({ body: { anything: [1, null] } });
    const query = { a: ["x y", "z"], b: true, c: null };
    assertEquals(await client.request({ path: "/v1/new/thing", query }), { anything: [1, null] });
    await client.request({ method: "POST", path: "/v2/new", body: { x: 1 } });
    await client.request({ method: "PUT", path: "/v1/new", body: [] });
    await client.request({ method: "DELETE", path: "/v1/new" });
    const wire = sent.map(({ method, path, query, body, headers }) => [
      method,
      path,
      query,
      body,
      headers.authorization,
      headers["content-type"],
    ]);
    const basic = `Basic ${btoa("test_dummy_key:")}`;
    assertEquals(wire, [
      ["GET", "/v1/new/thing", [["a", "x y"], ["a", "z"], ["b", "true"]], undefined, basic, undefined],
      ["POST", "/v2/new", [], { x: 1 }, "Bearer test_dummy_key", "application/json"],
      ["PUT", "/v1/new", [], [], basic, "application/json"],
      ["DELETE", "/v1/new", [], undefined, basic, undefined],
    ]);
  });

  it("has the errors of all calls", async () => {
    const error = await failureOf(client.request({ path: "/v1/nothing/here" }), ScaleResourceNotFoundError);
    assert(error.message.startsWith("GET /v1/nothing/here: 404 "), error.message);
    await failureOf(cannedClient({ text: "OK" }).client.request({ path: "/v1/a" }), ScaleValidationError);
  });

  it("repeats all but a POST that is not said to be idempotent", async () => {
    const busy = { status: 500, body: {}, headers: { "retry-after": "0" } };
    for (const method of ["GET", "PUT", "DELETE", "POST"] as const) {
      for (const idempotent of [undefined, false, true]) {
        const { client, sent } = cannedClient(busy);
        const error = await failureOf(client.request({ method, path: "/v1/a", idempotent }), ScaleInternalError);
        const once = method === "POST" && !idempotent;
        assertEquals([sent.length, error.maybeSent], [once ? 1 : 4, true], `${method} ${idempotent}`);
      }
    }
    const { client, sent } = cannedClient({ ...busy, status: 503 });
    await assertRejects(() => client.request({ method: "POST", path: "/v1/a" }));
    assertEquals(sent.length, 4);
  });

  it("refuses a path or a method that is not meant for it, and sends nothing", async () => {
    const { client, sent } = cannedClient({ body: {} });
    const paths = [
      ...["", "/", "/v1", "/v1/", "v1/a", "/v3/a", "//v1/a", "https://example.com/v1/a", "/v1/a?b=c", "/v1/a#b"],
      ...[
        "/v1/..",
        "/v1/../v2/a",
        "/v1/a/./b",
        "/v1/%2e%2e/a",
        "/v1/.%2E",
        "/v1\\a",
        "/v1/a\\..\\b",
        "/v1/a b",
        "/v1/ü",
      ],
      ...["/v1/a\nb", "/v1/\0", "/v1/\ud800"],
    ];
    for (const path of paths) await assertRejects(() => client.request({ path }), TypeError, "path");
    for (const method of ["get", "PATCH", "CONNECT", ""]) {
      const request = { method: method as "GET", path: "/v1/a" };
      await assertRejects(() => client.request(request), TypeError, "method");
    }
    assertEquals(sent, []);
  });

  it("refuses a body for GET, and sends nothing", async () => {
    const { client, sent } = cannedClient({ body: {} });
    for (const method of [undefined, "GET"] as const) {
      for (const body of [{}, null, ""]) {
        const call = () => client.request({ method, path: "/v1/a", body });
        await assertRejects(call, TypeError, "body: must not be given with GET");
      }
    }
    assertEquals(sent, []);
  });

  it("reaches exactly the path that was given, or nothing is sent, whatever the path", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        await mock.clearRequests();
        const path = `/v1/x/${text}`;
        const error = await client.request({ path }).catch((error) => error);
        const arrivals = (await mock.requests()).map(({ path, queryRaw }) => [encoded(path), queryRaw]);
        if (error instanceof TypeError) assertEquals(arrivals, []);
        else {
          assert(error instanceof ScaleApiError, String(error));
          assertEquals(arrivals, [[encoded(path), ""]]);
        }
      }),
      { numRuns: 100, examples: [["%2e%2e"], ["a/../b"], ["a?b"], ["a#b"], ["a//b"], ["%"], ["a;b"], [""]] },
    );
  });
});

describe("a create on a runtime that sends a Blob again on a reused connection", () => {
  const { fetch } = globalThis;
  const navigator = Object.getOwnPropertyDescriptor(globalThis, "navigator");

  afterEach(() => {
    globalThis.fetch = fetch;
    if (navigator) Object.defineProperty(globalThis, "navigator", navigator);
    else Reflect.deleteProperty(globalThis, "navigator");
  });

  /** What the global `fetch` is given on a runtime with this user agent: `keepalive` and the header `connection`. */
  async function sentOn(userAgent: string | undefined, safe: boolean): Promise<unknown[]> {
    const value = userAgent === undefined ? undefined : { userAgent };
    Object.defineProperty(globalThis, "navigator", { value, configurable: true, writable: true });
    let given: RequestInit | undefined;
    globalThis.fetch = (_, init) => {
      given = init;
      return Promise.resolve(Response.json({}));
    };
    await new ScaleClient({ apiKey: "k" }).request({ method: "POST", path: "/v1/a", body: {}, idempotent: safe });
    return [given?.keepalive, new Headers(given?.headers).get("connection")];
  }

  it("has a connection of its own on Bun 1.1 to 1.3, and nowhere else", async () => {
    for (const agent of ["Bun/1.1.0", "Bun/1.2.21", "Bun/1.3.13"]) {
      assertEquals(await sentOn(agent, false), [false, "close"], agent);
      assertEquals(await sentOn(agent, true), [undefined, null], agent);
    }
    for (
      const agent of ["Bun/1.0.36", "Bun/1.4.5", "Bun/1.30.0", "Bun/2.1.0", "Deno/2.9.6", "x Bun/1.1.0", undefined]
    ) {
      assertEquals(await sentOn(agent, false), [undefined, null], agent);
    }
  });
});
