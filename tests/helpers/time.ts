/** How a promise ended, and how many milliseconds that took. */
export async function timed<T>(call: () => Promise<T>): Promise<{ ms: number; value?: T; error?: unknown }> {
  const start = performance.now();
  try {
    const value = await call();
    return { ms: performance.now() - start, value };
  } catch (error) {
    return { ms: performance.now() - start, error };
  }
}

/** Waits. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until something holds; throws if it does not within `ms`. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, ms = 5000): Promise<void> {
  for (const end = performance.now() + ms; performance.now() < end; await delay(5)) {
    if (await holds()) return;
  }
  throw new Error(`Within ${ms} ms it did not come true that ${what}`);
}
