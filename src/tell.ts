/** Calls a hook; what it throws or rejects with is its own affair. */
export function tell<I>(hook: ((info: I) => unknown) | undefined, info: I): void {
  if (!hook) return;
  try {
    Promise.resolve(hook(info)).catch(() => {});
  } catch {
    // A hook does not break the call.
  }
}
