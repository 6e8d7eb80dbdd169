/** A bound on how long a test may take, for runners that have none or go on waiting. Bundled with the tests. */

/** Settles as `work` does, or rejects after `timeoutMs`. */
export async function withinLimit(work: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Test did not end within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
