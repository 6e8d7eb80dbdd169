/**
 * Lets the event loop turn three times where that takes no timer: so many Deno needs to send a request that was begun.
 * Other runtimes send at once, or in the first turn.
 */
export async function turns(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (then: () => void) => unknown };
  if (setImmediate) { for (let i = 0; i < 3; i++) await new Promise<void>((resolve) => setImmediate(resolve)); }
}
