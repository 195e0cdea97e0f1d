// Builds the web app, unless what is there was built from the same sources.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));
const SOURCES = ["web", "supabase/functions", "package-lock.json"];
const SKIPPED = /(^|\/)(dist|node_modules)(\/|$)/;

export const WEB_APP_FOLDER = `${REPOSITORY}web/dist`;
const LOCK = `${REPOSITORY}.local/web-build.lock`;
const STAMP = `${WEB_APP_FOLDER}/.built-from`;

/** Rejected with what the build printed when it fails. Of many that want it at once one builds, and the others wait for it. */
export async function buildWebApp(): Promise<void> {
  await Deno.mkdir(dirname(LOCK), { recursive: true });
  using lock = await Deno.open(LOCK, { create: true, write: true });
  await lock.lock(true);
  await buildUnlessDone();
}

async function buildUnlessDone(): Promise<void> {
  const digest = await digestOf(SOURCES);
  if (await Deno.readTextFile(STAMP).catch(() => "") === digest) return;
  const { success, stdout, stderr } = await new Deno.Command("node", {
    args: ["node_modules/vite/bin/vite.js", "build", "web", "--logLevel", "warn"],
    cwd: REPOSITORY,
    env: { NO_COLOR: "1" },
  }).output();
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  if (!success) throw new Error(`Cannot build the web app:\n${decode(stderr)}${decode(stdout)}`);
  await Deno.writeTextFile(STAMP, digest);
}

/** Of the names, sizes and times of change of all files. */
async function digestOf(places: string[]): Promise<string> {
  const lines: string[] = [];
  for (const place of places) await describe(place, lines);
  const bytes = new TextEncoder().encode(lines.sort().join("\n"));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

async function describe(path: string, lines: string[]): Promise<void> {
  const info = await Deno.stat(REPOSITORY + path);
  if (info.isFile) lines.push(`${path} ${info.size} ${info.mtime?.getTime()}`);
  if (!info.isDirectory || SKIPPED.test(path)) return;
  for await (const { name } of Deno.readDir(REPOSITORY + path)) await describe(`${path}/${name}`, lines);
}
