/** Calls a hook, and ignores what it throws or rejects with. */
export function tell<I>(hook: ((info: I) => unknown) | undefined, info: I): void {
  if (!hook) return;
  try {
    Promise.resolve(hook(info)).catch(() => {});
  } catch {
    // A hook does not break the call.
  }
}
