/** The runtime's own, also where a caller's tests put fake timers in its place later: listings would stand still. */
const { setImmediate } = globalThis as { setImmediate?: (then: () => void) => unknown };

/**
 * Lets the event loop turn three times where that takes no timer: so many Deno needs to send a request that was begun.
 * Other runtimes send at once, or in the first turn.
 */
export async function turns(): Promise<void> {
  for (let i = 0; setImmediate && i < 3; i++) await new Promise<void>(setImmediate);
}
