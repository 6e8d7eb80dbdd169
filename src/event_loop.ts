/**
 * The runtime's own `setImmediate`, even if a caller's tests replace it with a fake one later: with that, listings
 * would stand still. On Deno it is a getter that loads all of Node's timers, which takes 10 ms, so it is called only
 * when a listing needs it.
 */
let { value: turn, get }: TypedPropertyDescriptor<(then: () => void) => unknown> =
  Object.getOwnPropertyDescriptor(globalThis, "setImmediate") ?? {};

/**
 * Lets the event loop turn three times, on runtimes where that takes no timer, so that a request that was begun is
 * sent: Deno needs three turns for that, others at most one.
 */
export async function turnEventLoop(): Promise<void> {
  turn ??= get?.call(globalThis);
  for (let i = 0; turn && i < 3; i++) await new Promise<void>(turn);
}
