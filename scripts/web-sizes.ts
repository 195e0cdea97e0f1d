// How much script each page of the web app loads, gzipped: what it needs before it can be used, and what comes later.
import { gzipSync } from "node:zlib";
import * as z from "zod";
import { buildWebApp, WEB_APP_FOLDER } from "../local/web-app/build.ts";
import { table } from "./command-line.ts";

/** What may be loaded before the first page can be used. */
const LIMIT_BYTES = 200_000;
const ENTRY = "index.html";
/** The pages that one can come to first. */
const FIRST_PAGES = ["src/session/sign-in-page.tsx", "src/traders/traders-page.tsx"];

const chunkSchema = z.object({
  file: z.string(),
  imports: z.array(z.string()).default([]),
  dynamicImports: z.array(z.string()).default([]),
});
const manifestSchema = z.record(z.string(), chunkSchema);
type Manifest = z.infer<typeof manifestSchema>;

export interface PageSize {
  page: string;
  /** Of the app's own start and the page, each chunk once. */
  bytes: number;
  /** The same with all that the page may load later, such as editor and charts. */
  withLaterBytes: number;
}

/** The pages by name. */
export async function webSizes(): Promise<PageSize[]> {
  await buildWebApp();
  const text = await Deno.readTextFile(`${WEB_APP_FOLDER}/.vite/manifest.json`);
  const manifest = manifestSchema.parse(JSON.parse(text));
  const pages = (manifest[ENTRY]?.dynamicImports ?? []).filter((name) => name.endsWith("-page.tsx"));
  const start = reached(manifest, [ENTRY], false);
  return pages.map((page) => ({
    page,
    bytes: sizeOf(manifest, start.union(reached(manifest, [page], false))),
    withLaterBytes: sizeOf(manifest, start.union(reached(manifest, [page], true))),
  }));
}

/** The chunks that are loaded with these, and those they may load later. */
function reached(manifest: Manifest, names: string[], isLaterToo: boolean): Set<string> {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const chunk = manifest[name];
    if (chunk === undefined || seen.has(name)) return;
    seen.add(name);
    for (const next of chunk.imports) visit(next);
    if (isLaterToo) { for (const next of chunk.dynamicImports) visit(next); }
  };
  for (const name of names) visit(name);
  return seen;
}

function sizeOf(manifest: Manifest, names: Set<string>): number {
  const files = new Set([...names].map((name) => manifest[name]?.file ?? ""));
  return [...files].reduce(
    (sum, file) => sum + gzipSync(Deno.readFileSync(`${WEB_APP_FOLDER}/${file}`)).length,
    0,
  );
}

/** The sizes as a table; throws it when a first page is above the limit. */
export async function checkWebSizes(): Promise<string> {
  const sizes = await webSizes();
  const kilobytes = (bytes: number): string => (bytes / 1_000).toFixed(1);
  const report = table([
    ["page", "kB gzipped", "with what comes later"],
    ...sizes.map(({ page, bytes, withLaterBytes }) => [page, kilobytes(bytes), kilobytes(withLaterBytes)]),
  ]);
  const first = sizes.filter(({ page }) => FIRST_PAGES.includes(page));
  if (first.length !== FIRST_PAGES.length || first.some(({ bytes }) => bytes > LIMIT_BYTES)) {
    throw new Error(`${FIRST_PAGES.join(" and ")} may load ${kilobytes(LIMIT_BYTES)} kB at most\n${report}`);
  }
  return report;
}
