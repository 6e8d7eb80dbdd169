/** Packages from npm that the tests need, kept in a cache folder outside the repository. */

import { ifInterrupted } from "./leftovers.ts";
import { lastLines, run } from "./process.ts";

/** A runtime or a tool that cannot be had on this machine. */
export class MissingError extends Error {
  override readonly name = "MissingError";
}

/**
 * Installs packages (`name@range` or `alias@npm:name@range`) and returns their `node_modules` folder.
 *
 * @param node The Node that npm runs on: it takes the newest version that says it runs there.
 * @throws {MissingError} If npm cannot install them.
 */
export async function installPackages(specs: readonly string[], node = "node"): Promise<string> {
  const key = [...specs, node].sort().join("\n");
  const install = installs.get(key) ?? digest(key).then((name) => installOnce(specs, `${cacheFolder()}/${name}`, node));
  installs.set(key, install);
  return await install;
}

const installs = new Map<string, Promise<string>>();

/** Few messages, and no minute of waiting between tries where the registry cannot be reached. */
const npmOptions = [
  "--no-audit",
  "--no-fund",
  "--loglevel=error",
  "--fetch-retry-mintimeout=500",
  "--fetch-retry-maxtimeout=2000",
];

async function installOnce(specs: readonly string[], folder: string, node: string): Promise<string> {
  if (await exists(folder)) return `${folder}/node_modules`;
  // Installed beside and moved there when complete: another run may be doing the same.
  await Deno.mkdir(cacheFolder(), { recursive: true });
  const draft = await Deno.makeTempDir({ dir: cacheFolder(), prefix: "draft-" });
  const forget = ifInterrupted(() => Deno.removeSync(draft, { recursive: true }));
  try {
    await Deno.writeTextFile(`${draft}/package.json`, '{ "private": true }\n');
    const args = ["install", "--prefix", draft, ...npmOptions, ...specs];
    const outcome = await run(npmCommand(), args, { cwd: draft, env: { PATH: pathWith(node) }, timeoutMs: 300_000 });
    if (outcome.code !== 0) throw new MissingError(`npm install ${specs.join(" ")}: ${lastLines(outcome)}`);
    await Deno.rename(draft, folder);
  } catch (error) {
    await Deno.remove(draft, { recursive: true });
    if (!await exists(folder)) throw error;
  } finally {
    forget();
  }
  return `${folder}/node_modules`;
}

/** The version of an installed package. */
export async function installedVersion(modules: string, name: string): Promise<string> {
  const { version } = JSON.parse(await Deno.readTextFile(`${modules}/${name}/package.json`));
  return String(version);
}

/** Whether a file is there. */
export async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}

/** Where commands are looked for, with a program's own folder first. */
function pathWith(program: string): string {
  const path = Deno.env.get("PATH") ?? "";
  const folder = /^.+(?=[\\/])/.exec(program)?.[0];
  return folder ? folder + (Deno.build.os === "windows" ? ";" : ":") + path : path;
}

function npmCommand(): string {
  return Deno.build.os === "windows" ? "npm.cmd" : "npm";
}

function cacheFolder(): string {
  const home = Deno.env.get("HOME") ?? Deno.env.get("USERPROFILE") ?? "/tmp";
  return `${Deno.env.get("XDG_CACHE_HOME") || `${home}/.cache`}/scaleapi-sdk-tests`;
}

async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash).slice(0, 6), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
