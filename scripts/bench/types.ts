/**
 * How long `tsc` takes for a file that uses the typed parameters, beside one that imports `ScaleClient` only.
 *
 * @module
 */

import { withFolder } from "../test/leftovers.ts";
import { root } from "../test/project.ts";
import { lastLines, run } from "../test/process.ts";
import { installPackages } from "../test/tools.ts";
import { median } from "./median.ts";

const files = {
  typed: `import { ScaleClient, TaskType } from "${root}/mod.ts";
const scale = new ScaleClient({ apiKey: "test_key" });
const task = await scale.tasks.create(TaskType.ImageAnnotation, {
  project: "cows",
  unique_id: "cow-1",
  attachment: "https://example.com/cow.jpg",
  geometries: { box: { objects_to_annotate: ["cow"], min_height: 10 } },
});
console.log(task.response?.annotations?.length);
`,
  any: `import { ScaleClient } from "${root}/mod.ts";
const scale = new ScaleClient({ apiKey: "test_key" });
const params: any = {};
const task: any = await scale.tasks.create(params, params);
console.log(task);
`,
};

/** How many times as long the typed file takes, the median of the rounds' ratios. */
export async function benchTypes(rounds: number): Promise<{ ratio: number; typedMs: number; anyMs: number }> {
  const modules = await installPackages(["typescript@5"]);
  const found: Record<keyof typeof files, number[]> = { typed: [], any: [] };
  await withFolder("types", async (folder) => {
    for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${folder}/${name}.ts`, text);
    for (let round = 0; round < rounds; round++) {
      const names = ["typed", "any"] as const;
      for (const name of round % 2 ? names.toReversed() : names) {
        const start = performance.now();
        const outcome = await run("node", [
          `${modules}/typescript/lib/tsc.js`,
          "--noEmit",
          "--strict",
          "--skipLibCheck",
          "--allowImportingTsExtensions",
          "--target",
          "es2022",
          "--module",
          "esnext",
          "--moduleResolution",
          "bundler",
          "--lib",
          "es2024,dom,dom.iterable,dom.asynciterable",
          `${folder}/${name}.ts`,
        ]);
        if (outcome.code !== 0) throw new Error(`Cannot check the types: ${lastLines(outcome, 5)}`);
        found[name].push(performance.now() - start);
      }
    }
  });
  const ratios = found.typed.map((ms, i) => ms / (found.any[i] ?? NaN));
  return { ratio: median(ratios), typedMs: median(found.typed), anyMs: median(found.any) };
}
