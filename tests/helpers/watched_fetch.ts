/** A `fetch` that is watched: how many requests are under way, and what became of them. */
export interface WatchedFetch {
  readonly fetch: (request: Request) => Promise<Response>;
  /** Requests without an answer whose signal has not ended. */
  readonly underWay: () => number;
  /** The most that were under way at once. */
  readonly peak: () => number;
  /** Requests sent. */
  readonly sent: () => number;
  /** How many were under way when each request was sent, itself included. */
  readonly history: readonly number[];
}

/** Watches a `fetch`. */
export function watchedFetch(inner: (request: Request) => Promise<Response>): WatchedFetch {
  const open = new Set<AbortSignal>();
  const history: number[] = [];
  const underWay = (): number => [...open].filter((signal) => !signal.aborted).length;
  return {
    underWay,
    history,
    peak: () => Math.max(0, ...history),
    sent: () => history.length,
    async fetch(request: Request): Promise<Response> {
      const { signal } = request;
      open.add(signal);
      history.push(underWay());
      try {
        return await inner(request);
      } finally {
        open.delete(signal);
      }
    },
  };
}
