/** Is given the signal's reason. */
type End = (reason: unknown) => void;

/** Calls `end` with the reason when the signal ends; what it returns stops that. */
export function onAbort(signal: AbortSignal, end: End): () => void {
  const join = crowds.get(signal) ?? crowd(signal);
  crowds.set(signal, join);
  return join(end);
}

const crowds = new WeakMap<AbortSignal, (end: End) => () => void>();

/** All that waits for one signal, with one listener between them: Node warns of more than ten. */
function crowd(signal: AbortSignal): (end: End) => () => void {
  /** An `end` is taken away after it has been waited for: V8's sets hold on to what was in them for a while. */
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
