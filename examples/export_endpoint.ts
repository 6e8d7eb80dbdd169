/**
 * An endpoint that streams the completed tasks of a project as a download. It is a plain `fetch` handler, so it runs on
 * Deno, Bun and the edge alike; nothing is held back in memory, and a download that is broken off ends the export.
 *
 *     SCALE_API_KEY=live_… deno run --allow-net --allow-env=SCALE_API_KEY,SCALE_BASE_URL examples/export_endpoint.ts
 *     curl -o cows.ndjson 'http://localhost:8000/?project=cows'
 *
 * Whoever can reach it can read the project: put your own log-in before it.
 */

import { ndjson, ScaleClient } from "@scaleapi/sdk";

/** Makes the handler. */
export function exportEndpoint(scale: ScaleClient): (request: Request) => Response {
  return (request) => {
    const project = new URL(request.url).searchParams.get("project");
    if (!project) return new Response("Name a project: ?project=cows\n", { status: 400 });
    const tasks = scale.tasks.export({ project_name: project, status: "completed" });
    return new Response(tasks.stream().pipeThrough(ndjson()), {
      headers: {
        "content-type": "application/x-ndjson",
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(project)}.ndjson`,
      },
    });
  };
}

if (import.meta.main) {
  const scale = new ScaleClient({
    apiKey: Deno.env.get("SCALE_API_KEY") ?? "",
    baseUrl: Deno.env.get("SCALE_BASE_URL"),
  });
  Deno.serve({ hostname: "localhost" }, exportEndpoint(scale));
}
