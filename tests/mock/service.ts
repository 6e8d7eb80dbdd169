import type { Hono } from "hono";
import { createApp } from "./app.ts";
import { parseAuth } from "./auth.ts";
import { readBody } from "./body.ts";
import { Callbacks } from "./callbacks.ts";
import { Clock } from "./clock.ts";
import { faultReply, type Reply } from "./fault_replies.ts";
import { Faults } from "./faults.ts";
import { type Call, errorResponse, type MockEnv } from "./http.ts";
import { World } from "./world.ts";
import { Timers } from "./timers.ts";
import type { Arrival, Counters, MockOptions } from "./types.ts";

/** A request as a transport hands it over. */
export interface Incoming {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array> | null;
  /** Number of the connection, 0 for none. */
  readonly connection: number;
  /** Which request on that connection. */
  readonly nth: number;
}

/** The mock behind every transport: app, state, faults, record of arrivals. */
export class Service {
  readonly world: World;
  readonly faults: Faults = new Faults((id) => this.#uniqueIdOf(id));
  readonly timers: Timers = new Timers();
  readonly callbacks: Callbacks;
  arrivals: Arrival[] = [];
  readonly #app: Hono<MockEnv> = createApp();
  readonly #clock: Clock;
  #arrived = 0;
  #inFlight = 0;
  #peak = 0;
  #shown: Record<string, number> = {};
  /** Kept by the transport. */
  connections = 0;
  openConnections = 0;

  constructor(options: MockOptions) {
    this.world = new World(options);
    this.faults.setPlan(options.plan);
    this.callbacks = new Callbacks(this.world, this.timers);
    this.#clock = new Clock(this.world, this.timers);
    this.world.onWork = () => this.#clock.wake();
    this.world.onCallback = (store, task) => this.callbacks.send(store, task);
  }

  /** Handles a request: reads its body, notes it, lets faults have their way, else asks the app. */
  async receive(incoming: Incoming): Promise<Reply> {
    this.#peak = Math.max(this.#peak, ++this.#inFlight);
    try {
      return await this.#reply(incoming);
    } finally {
      this.#inFlight--;
    }
  }

  async #reply(incoming: Incoming): Promise<Reply> {
    const { options } = this.world;
    const { method, target, headers } = incoming;
    const mark = target.indexOf("?");
    const path = mark < 0 ? target : target.slice(0, mark);
    const queryRaw = mark < 0 ? "" : target.slice(mark + 1);
    const query = new URLSearchParams(queryRaw);
    const body = await readBody(incoming.body, headers["content-type"] ?? "", options.maxKeptBytes ?? 100_000_000);
    const arrival: Arrival = {
      seq: ++this.#arrived,
      method,
      path,
      queryRaw,
      query: [...query],
      headers,
      auth: parseAuth(headers.authorization),
      bodyKind: body.kind,
      body: body.value,
      bytes: body.bytes,
      connection: incoming.connection,
      nth: incoming.nth,
      at: Date.now(),
      status: null,
    };
    if (options.record ?? true) this.arrivals.push(arrival);
    const drawn = this.faults.take(arrival);
    if (options.latencyMs) await this.timers.sleep(options.latencyMs);
    const { world } = this;
    const handle = async (): Promise<Response> => {
      // `fetch` forbids this method, so there is no Request of it to ask the app with.
      if (method === "TRACE") return errorResponse(404, "Not found.");
      const call: Call = { world, store: world.stores.test, query, body: body.value, bodyKind: body.kind };
      const request = new Request(`http://mock.invalid${target}`, { method, headers: plainHeaders(headers) });
      const response = await this.#app.fetch(request, { call });
      response.headers.set("x-request-id", `req_${arrival.seq}`);
      return response;
    };
    const reply: Reply = drawn
      ? await faultReply(drawn.fault, handle, this.timers)
      : { act: "respond", response: await handle() };
    if (drawn) {
      arrival.fault = drawn.name;
      this.#shown[drawn.name] = (this.#shown[drawn.name] ?? 0) + 1;
    }
    arrival.status = reply.act === "respond" ? reply.response.status : reply.act === "script" ? reply.script.status : 0;
    return reply;
  }

  #uniqueIdOf(taskId: string): string | undefined {
    const { test, live } = this.world.stores;
    const uniqueId = (test.tasks.get(taskId) ?? live.tasks.get(taskId))?.data.unique_id;
    return typeof uniqueId === "string" ? uniqueId : undefined;
  }

  /** Counters since the last reset. */
  counters(): Counters {
    return {
      arrived: this.#arrived,
      inFlight: this.#inFlight,
      peakInFlight: this.#peak,
      connections: this.connections,
      openConnections: this.openConnections,
      faults: { ...this.#shown },
      callbacksSent: this.callbacks.sent,
    };
  }

  /** Forgets arrivals and counters. */
  clearArrivals(): void {
    this.arrivals = [];
    this.#arrived = 0;
    this.#peak = this.#inFlight;
    this.#shown = {};
    this.connections = this.openConnections;
    this.callbacks.sent = 0;
  }

  /** Stops every timer and callback. */
  async close(): Promise<void> {
    this.timers.close();
    await this.callbacks.close();
  }
}

/** Only what handlers read: some runtimes refuse headers such as `host` or `connection` on a Request. */
function plainHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of ["authorization", "content-type", "idempotency-key"]) {
    const value = headers[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
