/** What a test of a Worker shares with the Worker that runs it. Elsewhere there is no such thing. */
export interface WorkerScope {
  /** Answers the requests that are not about running tests. */
  handle?: (request: Request) => Promise<Response>;
  /** Sends the Worker a request, which it handles as one of its own. */
  fetch?: (request: Request) => Promise<Response>;
}

/** What is shared with the Worker; undefined outside workerd. */
export function workerScope(): WorkerScope | undefined {
  return (globalThis as { WORKER_SCOPE?: WorkerScope }).WORKER_SCOPE;
}

/**
 * Serves requests with `handle`, as a Worker would where there is one. Returns the function that sends a request: in
 * a Worker each is handled in a context of its own, with no right to what was opened in another.
 */
export function serveRequests(
  handle: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  const scope = workerScope();
  if (!scope) return handle;
  scope.handle = handle;
  return (request) => scope.fetch?.(request) ?? Promise.reject(new Error("Cannot send a request: no test is running"));
}
