import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { ScaleClient, ScaleError } from "@scaleapi/sdk";
import { peekToken } from "../src/next_token.ts";
import { Transport } from "../src/transport.ts";
import { delay, until } from "./helpers/time.ts";

/** What `peekToken` tells of a text. */
function peeked(text: string): string | undefined {
  let token: string | undefined;
  peekToken((next) => {
    token = next;
    return undefined;
  })?.(new TextEncoder().encode(text));
  return token;
}

/** A page of one task; `next` undefined: the last one. */
function pageText(id: string, next: string | undefined): string {
  const more = next === undefined ? { has_more: false } : { has_more: true, next_token: next };
  return JSON.stringify({ docs: [{ task_id: id }], total: 9, limit: 1, offset: 0, ...more });
}

/**
 * A client of a service that answers each request with a text by its token (that of `hanging` when it is given up), and
 * the order in which things happened: `ask <token>` for a request, `got <ids>` for a page that the reader was given.
 */
function service(
  texts: Record<string, string>,
  hanging?: string,
): { client: ScaleClient; log: string[]; aborted: string[] } {
  const log: string[] = [];
  const aborted: string[] = [];
  const client = new ScaleClient({
    apiKey: "test_key",
    maxRetries: 0,
    async fetch(request: Request): Promise<Response> {
      const token = new URL(request.url).searchParams.get("next_token") ?? "";
      log.push(`ask ${token}`);
      const ended = new Promise<void>((resolve) => {
        request.signal.addEventListener("abort", () => {
          aborted.push(token);
          resolve();
        });
      });
      await (token === hanging ? ended : delay(1));
      const text = texts[token];
      return text === undefined
        ? Response.json({ error: `unknown token ${token}` }, { status: 400 })
        : new Response(text, { headers: { "content-type": "application/json" } });
    },
  });
  return { client, log, aborted };
}

async function walk(client: ScaleClient, log: string[], prefetch?: number): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of client.tasks.list({}, prefetch === undefined ? {} : { prefetch }).pages()) {
    log.push(`got ${page.items.map(({ task_id }) => task_id)}`);
    ids.push(...page.items.map(({ task_id }) => task_id));
  }
  return ids;
}

describe("peekToken", () => {
  it("tells the token of every page that has one at its end, whatever its items hold", () => {
    fc.assert(fc.property(
      fc.array(fc.object()),
      fc.string({ minLength: 1, maxLength: 300, unit: "grapheme" }),
      fc.boolean(),
      (docs, token, spaced) => {
        const page = { docs, total: 1, has_more: true, next_token: token };
        const found = peeked(JSON.stringify(page, null, spaced ? 2 : 0));
        assertEquals(found, token);
      },
    ));
  });

  it("finds nothing if there is no next page, or if the token is another object's", () => {
    for (
      const text of [
        '{"docs":[],"has_more":false}',
        '{"docs":[],"has_more":false,"next_token":"t"}',
        '{"tasks":[],"next_token":null}',
        '{"docs":[{"next_token":"inner"}],"has_more":true}',
        '{"docs":[],"extra":{"next_token":"inner"},"has_more":true}',
        '{"docs":["\\"next_token\\":\\"inner\\""],"has_more":true}',
        '"next_token":"t"',
        "",
      ]
    ) assertEquals(peeked(text), undefined, text);
  });
});

describe("a page that is wanted next", () => {
  const texts = { "": pageText("a", "t1"), t1: pageText("b", "t2"), t2: pageText("c", undefined) };

  it("is asked for before the one before it is given to a reader that waits", async () => {
    const { client, log } = service(texts);
    assertEquals(await walk(client, log), ["a", "b", "c"]);
    assertEquals(log, ["ask ", "ask t1", "got a", "ask t2", "got b", "got c"]);
  });

  it("has time to leave before the one before it is decoded: the text of each page would wait for it", async () => {
    const log: string[] = [];
    const { decode } = TextDecoder.prototype;
    TextDecoder.prototype.decode = function (...args): string {
      log.push("decoded");
      return decode.apply(this, args);
    };
    const transport = new Transport({ apiKey: "test_key", fetch: () => new Response("not JSON") });
    const peek = async (): Promise<void> => {
      log.push("begun");
      await delay(1);
      log.push("sent");
    };
    try {
      await transport.send({ path: "/v1/tasks", peek }).catch(() => log.push("parsed"));
    } finally {
      TextDecoder.prototype.decode = decode;
    }
    assertEquals(log, ["begun", "sent", "decoded", "parsed"]);
  });

  it("has time to be sent before the page is parsed, where that takes no timer", async () => {
    const { setImmediate } = globalThis as { setImmediate?: (then: () => void) => unknown };
    // The first page: what is asked for ahead of it is never there before it is.
    const { client, log } = service({
      ...texts,
      get ""() {
        setImmediate?.(() => log.push("turn"));
        return pageText("a", "t1");
      },
    });
    assertEquals(await walk(client, log), ["a", "b", "c"]);
    if (setImmediate) assert(log.indexOf("turn") < log.indexOf("got a"), log.join());
  });

  it("comes also where a test has put fake timers in the place of the runtime's", async () => {
    const scope = globalThis as { setImmediate?: unknown };
    const { setImmediate: real } = scope;
    if (real) scope.setImmediate = () => {};
    try {
      const { client, log } = service(texts);
      let given: unknown;
      walk(client, log).then((ids) => given = ids);
      await until(() => given !== undefined, "the walk ends");
      assertEquals(given, ["a", "b", "c"]);
    } finally {
      if (real) scope.setImmediate = real;
    }
  });

  it("is asked for when it is read where nothing is to be fetched ahead", async () => {
    const { client, log } = service(texts);
    assertEquals(await walk(client, log, 0), ["a", "b", "c"]);
    assertEquals(log, ["ask ", "got a", "ask t1", "got b", "ask t2", "got c"]);
  });

  it("is asked for again where the page names another token than its text seemed to", async () => {
    const misleading = '{"docs":[{"task_id":"a"}],"next_token":"t9","total":9,"limit":1,"offset":0,"has_more":true,' +
      '"next_token":"t1"}';
    const { client, log } = service({ ...texts, "": misleading });
    assertEquals(peeked(misleading), "t9");
    assertEquals(await walk(client, log), ["a", "b", "c"]);
    assertEquals(log.filter((line) => line.startsWith("ask")), ["ask ", "ask t9", "ask t1", "ask t2"]);
  });

  it("may later have the token that an earlier page only seemed to name", async () => {
    const misleading = '{"docs":[{"task_id":"a"}],"next_token":"t2","total":9,"limit":1,"offset":0,"has_more":true,' +
      '"next_token":"t1"}';
    const { client, log } = service({ ...texts, "": misleading });
    assertEquals(peeked(misleading), "t2");
    assertEquals(await walk(client, log), ["a", "b", "c"]);
  });

  it("is given up where the one before it cannot be used", async () => {
    const { client, log, aborted } = service({ ...texts, "": '{"docs":7,"has_more":true,"next_token":"t1"}' }, "t1");
    await assertRejects(() => walk(client, log), ScaleError, "docs: expected array");
    assertEquals([log, aborted], [["ask ", "ask t1"], ["t1"]]);
  });

  it("is given up where the one before it is the last all the same", async () => {
    const last = `{"has_more":false,"docs":[{"task_id":"${
      "a".repeat(2048)
    }"}],"total":1,"limit":1,"offset":0,"next_token":"t1"}`;
    const { client, log, aborted } = service({ ...texts, "": last }, "t1");
    assertEquals((await walk(client, log)).length, 1);
    assertEquals(aborted, ["t1"]);
  });

  it("is given up when the walk is left", async () => {
    const { client, aborted } = service(texts, "t1");
    for await (const page of client.tasks.list().pages()) if (page.items.length) break;
    assertEquals(aborted, ["t1"]);
  });

  it("whose request fails ends the walk after the pages that came", async () => {
    const { client, log } = service({ "": pageText("a", "t1") });
    const error = await assertRejects(() => walk(client, log), ScaleError, "unknown token t1");
    assertEquals([log, error.cursor], [["ask ", "ask t1", "got a"], "t1"]);
  });
});
