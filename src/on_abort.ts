/** Called with the signal's reason. */
type End = (reason: unknown) => void;

/** Calls `end` with the reason when the signal is aborted. Returns a function that cancels this. */
export function onAbort(signal: AbortSignal, end: End): () => void {
  const subscribe = subscriptions.get(signal) ?? shareListener(signal);
  subscriptions.set(signal, subscribe);
  return subscribe(end);
}

const subscriptions = new WeakMap<AbortSignal, (end: End) => () => void>();

/** One listener on a signal for everything that waits for it: Node warns about more than ten. */
function shareListener(signal: AbortSignal): (end: End) => () => void {
  /** The `end` of a member is cleared when it leaves, since V8's sets keep what was removed alive for a while. */
  const members = new Set<{ end: End | undefined }>();
  const tell = (): void => {
    for (const { end } of [...members]) end?.(signal.reason);
  };
  return (end) => {
    const member: { end: End | undefined } = { end };
    if (!members.size) signal.addEventListener("abort", tell);
    members.add(member);
    return () => {
      member.end = undefined;
      members.delete(member);
      if (!members.size) signal.removeEventListener("abort", tell);
    };
  };
}
