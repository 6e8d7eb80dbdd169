import type { Store, TaskRecord } from "./state.ts";
import type { World } from "./world.ts";
import type { Timers } from "./timers.ts";

const patience: readonly number[] = Array.from({ length: 20 }, () => 200);

/** Sends the callbacks of tasks, with repetitions, and notes on the task how it went. */
export class Callbacks {
  /** Callbacks sent, repetitions included. */
  sent = 0;
  readonly #open = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  constructor(readonly world: World, readonly timers: Timers) {}

  /** Sends the callback of a task as it is now. */
  send(store: Store, task: TaskRecord): void {
    const url = task.data.callback_url;
    if (typeof url !== "string" || url === "" || this.#stop.signal.aborted) return;
    const { task_id, status, response = {} } = task.data;
    const delivery = this.#deliver(url, JSON.stringify({ task_id, status, response, task: task.data }))
      .then((succeeded) => {
        if (succeeded === undefined) return;
        task.data.callback_succeeded = succeeded;
        store.tasks.touch(task);
      })
      .finally(() => this.#open.delete(delivery));
    this.#open.add(delivery);
  }

  async #deliver(url: string, body: string): Promise<boolean | undefined> {
    const { retryMs = patience, anyHost = false } = this.world.options.callbacks ?? {};
    if (!/^https?:/i.test(url) || !(anyHost || isLoopback(url))) return true;
    for (const wait of [0, ...retryMs]) {
      if (wait > 0) await this.timers.sleep(wait);
      if (this.#stop.signal.aborted) return undefined;
      if (await this.#post(url, body)) return true;
    }
    return this.#stop.signal.aborted ? undefined : false;
  }

  async #post(url: string, body: string): Promise<boolean> {
    const { authKey = "mock_callback_key", timeoutMs = 5000 } = this.world.options.callbacks ?? {};
    const attempt = new AbortController();
    const stop = (): void => attempt.abort();
    const timer = setTimeout(stop, timeoutMs);
    this.#stop.signal.addEventListener("abort", stop);
    this.sent++;
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", "scale-callback-auth": authKey },
        body,
        redirect: "manual",
        signal: attempt.signal,
      });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
      this.#stop.signal.removeEventListener("abort", stop);
    }
  }

  /** Resolves when none is on its way or waits for a repetition. */
  async settled(): Promise<void> {
    while (this.#open.size) await Promise.all(this.#open);
  }

  /** Gives up everything. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.settled();
  }
}

function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
