// Builds the filter runtime and writes it where the functions import it.
// Usage: node scripts/deno.mjs run -A scripts/build-runtime.ts [--check]; --check compares with what is committed.
import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { writeOverlay } from "./go-overlay.ts";
import { shrinkGo } from "./go-shrink.ts";
import { limitMemory } from "./wasm-memory.ts";

const MEMORY_BYTES = 128 * 1024 * 1024;

// Inlining everywhere makes the download a twentieth larger. Only what runs in a filter's loops is worth it; of that the
// runtime is even shorter with it.
const HOT = [
  "github.com/traefik/...",
  "github.com/trader-error-recovery/runtime/indicators",
  "github.com/trader-error-recovery/runtime/metering",
  "github.com/trader-error-recovery/runtime/sandbox",
  "github.com/trader-error-recovery/runtime/types",
  "github.com/trader-error-recovery/runtime/wire",
  "reflect",
  "runtime",
  "math",
  "encoding/binary",
  "internal/abi",
  "internal/runtime/...",
];
const COMPILER = ["-gcflags=all=-l", ...HOT.map((name) => `-gcflags=${name}=`)];

const root = fileURLToPath(new URL("..", import.meta.url));
const target = `${root}supabase/functions/_shared/filter-runtime/filter-wasm.js`;
const header = `// Generated from runtime/ by \`npm run build:runtime\`; do not edit.
// deno-lint-ignore-file
// @ts-self-types="./filter-wasm.d.ts"
`;

const wasm = shrinkGo(limitMemory(await build(), MEMORY_BYTES));
if (Deno.args.includes("--check")) {
  await compare(wasm);
} else {
  const gzip = gzipSync(wasm, { level: 9 });
  await Deno.writeTextFile(
    target,
    `${header}export default "${gzip.toString("base64")}";\n`,
  );
  print(
    `Wrote ${target}: ${wasm.length} bytes of WebAssembly, ${gzip.length} gzipped.`,
  );
}

async function build(): Promise<Uint8Array<ArrayBuffer>> {
  const folder = await Deno.makeTempDir({ prefix: "filter-runtime-" });
  try {
    const output = `${folder}/filter.wasm`;
    const goRoot = (await go("env", "GOROOT")).trim();
    await go(
      "build",
      ...COMPILER,
      `-overlay=${await writeOverlay(folder, `${root}runtime/overlay`, goRoot)}`,
      "-buildmode=c-shared",
      "-trimpath",
      "-ldflags=-s -w -buildid=",
      "-o",
      output,
      "./cmd/filter-wasm",
    );
    return await Deno.readFile(output);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs the Go command for WebAssembly in runtime/ and returns what it prints. */
async function go(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command("go", {
    args,
    cwd: `${root}runtime`,
    env: {
      GOOS: "wasip1",
      GOARCH: "wasm",
      CGO_ENABLED: "0",
      GOFLAGS: "-buildvcs=false",
      GOWORK: "off",
    },
  }).output();
  if (code !== 0) {
    fail(`Cannot build runtime/:\n${new TextDecoder().decode(stderr)}`);
  }
  return new TextDecoder().decode(stdout);
}

/** Compares the modules, not their gzip, which differs between versions of zlib. */
async function compare(built: Uint8Array): Promise<void> {
  const base64 = (await Deno.readTextFile(target)).match(/^export default "([^"]*)"/m)
    ?.[1] ?? "";
  const committed = base64 === "" ? new Uint8Array() : gunzipSync(Buffer.from(base64, "base64"));
  if (Buffer.compare(built, committed) !== 0) {
    fail(
      `${target} is not what runtime/ builds to (${committed.length} bytes, built ${built.length}). Run npm run build:runtime.`,
    );
  }
  print(
    `The committed runtime is what runtime/ builds to: ${built.length} bytes.`,
  );
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

function fail(reason: string): never {
  Deno.stderr.writeSync(new TextEncoder().encode(`${reason}\n`));
  Deno.exit(1);
}
