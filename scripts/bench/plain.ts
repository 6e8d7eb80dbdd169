/**
 * What the SDK is compared with: the loops that one writes by hand, of plain `fetch` and `JSON.parse`, without any
 * check, retry, time limit or way to stop.
 *
 * @module
 */

/** A task as far as the loops look at it. */
export interface PlainTask {
  task_id: string;
  [field: string]: unknown;
}

interface PlainPage {
  docs: PlainTask[];
  has_more: boolean;
  next_token?: string;
}

const headers = { authorization: `Basic ${btoa("test_key:")}` };

/** Lists tasks; gives how many. */
export async function plainList(url: string, afterPage?: () => Promise<void>): Promise<number> {
  let count = 0;
  let token = "";
  do {
    const response = await fetch(`${url}/v1/tasks?limit=100${token}`, { headers });
    const page: PlainPage = JSON.parse(await response.text());
    token = page.has_more ? `&next_token=${page.next_token}` : "";
    for (const task of page.docs) if (task.task_id) count++;
    await afterPage?.();
  } while (token);
  return count;
}

/** Reads one task, again and again; `more` is what else a request has. */
export async function plainGet(url: string, times: number, more: () => RequestInit = () => ({})): Promise<number> {
  let count = 0;
  for (let i = 0; i < times; i++) {
    const response = await fetch(`${url}/v1/task/65e7270353c5ab0f4d1a9c11`, { headers, ...more() });
    const task: PlainTask = JSON.parse(await response.text());
    if (task.task_id) count++;
  }
  return count;
}

/** Creates tasks from a pool of workers; `wrap` makes the body of the JSON, `more` what else a request has. */
export async function plainCreate(
  url: string,
  items: Iterable<{ type: string; params: object }>,
  concurrency: number,
  wrap: (json: string) => string | Blob,
  more: () => RequestInit = () => ({}),
): Promise<number> {
  let count = 0;
  const input = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next; !(next = input.next()).done;) {
      const { type, params } = next.value;
      const response = await fetch(`${url}/v1/task/${type}`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: wrap(JSON.stringify(params)),
        ...more(),
      });
      const task: PlainTask = JSON.parse(await response.text());
      if (task.task_id) count++;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return count;
}
