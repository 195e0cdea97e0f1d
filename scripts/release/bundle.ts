// A function as one file without imports from npm: the platform's servers bundle whole packages, of which some here are larger than
// what they take (supabase/edge-runtime, crates/deno_facade/eszip/vfs.rs adds the folder of each package as it is).
import { readFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { build, type Plugin } from "esbuild";

const FUNCTIONS = "supabase/functions";

export interface Bundle {
  name: string;
  /** The one file: an ES module that exports `{ fetch }`. */
  text: string;
  bytes: number;
  /** Of each npm package that it holds, the folder below node_modules. */
  packages: string[];
}

/** What Node's own modules are called in Deno. */
const nodeModules: Plugin = {
  name: "node-modules",
  setup(build): void {
    const names = builtinModules.filter((name) => !name.startsWith("_")).join("|");
    build.onResolve(
      { filter: new RegExp(`^(?:${names})$`) },
      ({ path }) => ({ path: `node:${path}`, external: true }),
    );
  },
};

/** Bundles functions of this repository, with the versions that package.json pins. Throws what does not build. */
export async function bundleFunctions(names: readonly string[]): Promise<Bundle[]> {
  const alias = await importMap();
  return await Promise.all(names.map((name) => bundle(name, alias)));
}

async function bundle(name: string, alias: Record<string, string>): Promise<Bundle> {
  const { metafile, outputFiles: [file] } = await build({
    entryPoints: [`${FUNCTIONS}/${name}/index.ts`],
    alias,
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    // Messages and spans carry the names of errors.
    keepNames: true,
    legalComments: "none",
    format: "esm",
    // Neither Node nor a browser: of a package that tells runtimes apart, what it has for the edge.
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["edge-light", "worker"],
    external: ["node:*"],
    plugins: [nodeModules],
    target: "es2022",
    logLevel: "silent",
  });
  if (file === undefined) throw new Error(`esbuild gave no file for ${name}`);
  return {
    name,
    text: file.text,
    bytes: file.contents.length,
    packages: packagesOf(Object.keys(metafile.inputs)),
  };
}

/** `node_modules/a/node_modules/@b/c/x.js` is of the package at `node_modules/a/node_modules/@b/c`. */
function packagesOf(files: string[]): string[] {
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(folders)].sort();
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
