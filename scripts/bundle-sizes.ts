// Bundles every Edge Function as a deployment would and fails when one is larger than the platform takes.
import { readFile } from "node:fs/promises";
import { build } from "esbuild";
import { functionNames } from "../local/functions-config.ts";
import { table } from "./command-line.ts";

const FUNCTIONS = "supabase/functions";
/** The most that Supabase bundles on its servers, without Docker: supabase.com/docs, "Edge Function bundle size issues". */
const LIMIT_BYTES = 5_000_000;

export interface BundleSize {
  name: string;
  /** One minified file of everything that is used. */
  bytes: number;
  /** The sources of all modules that are reached, as they are. */
  modulesBytes: number;
  modules: number;
}

/** The bundle of each function, in the order of their names. */
export async function bundleSizes(): Promise<BundleSize[]> {
  const alias = await importMap();
  const names = (await functionNames(FUNCTIONS)).toSorted();
  return await Promise.all(names.map((name) => bundle(name, alias)));
}

async function bundle(name: string, alias: Record<string, string>): Promise<BundleSize> {
  const { metafile, outputFiles } = await build({
    entryPoints: [`${FUNCTIONS}/${name}/index.ts`],
    alias,
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    logLevel: "silent",
  });
  const inputs = Object.values(metafile.inputs);
  return {
    name,
    bytes: outputFiles.reduce((sum, { contents }) => sum + contents.length, 0),
    modulesBytes: inputs.reduce((sum, input) => sum + input.bytes, 0),
    modules: inputs.length,
  };
}

/** The functions' import map without its versions: node_modules has them pinned. */
async function importMap(): Promise<Record<string, string>> {
  const { imports } = JSON.parse(await readFile(`${FUNCTIONS}/deno.json`, "utf8")) as {
    imports: Record<string, string>;
  };
  return Object.fromEntries(
    Object.entries(imports).map((
      [name, target],
    ) => [name, target.replace(/^npm:((?:@[^/]+\/)?[^@/]+)@[^/]+/, "$1")]),
  );
}

/** The sizes as a table; throws it when one is above the limit. */
export async function checkBundles(): Promise<string> {
  const sizes = await bundleSizes();
  const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(2);
  const report = table([
    ["function", "bundle MB", "sources MB", "modules"],
    ...sizes.map(({ name, bytes, modulesBytes, modules }) => [
      name,
      megabytes(bytes),
      megabytes(modulesBytes),
      modules,
    ]),
  ]);
  const above = sizes.filter(({ bytes }) => bytes > LIMIT_BYTES);
  if (above.length > 0) throw new Error(`Above 5 MB: ${above.map(({ name }) => name).join(", ")}\n${report}`);
  return report;
}

if (import.meta.main) console.log(await checkBundles());
