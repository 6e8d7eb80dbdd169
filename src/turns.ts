/**
 * The runtime's own, also where a caller's tests put fake timers in its place later: listings would stand still. On Deno
 * it is a getter that loads all of Node's timers, which takes 10 ms: it is asked when a listing needs it.
 */
let { value: turn, get }: TypedPropertyDescriptor<(then: () => void) => unknown> =
  Object.getOwnPropertyDescriptor(globalThis, "setImmediate") ?? {};

/**
 * Lets the event loop turn three times where that takes no timer: so many Deno needs to send a request that was begun.
 * Other runtimes send at once, or in the first turn.
 */
export async function turns(): Promise<void> {
  turn ??= get?.call(globalThis);
  for (let i = 0; turn && i < 3; i++) await new Promise<void>(turn);
}
