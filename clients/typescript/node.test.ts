// The same code on Node: type-checked by tsc, bundled by esbuild, run by `node` against a local server.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { build, stop } from "esbuild";
import { secret, startRecordError, status } from "./testing/fake-record-error.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

async function run(program: string, ...args: string[]): Promise<{ code: number; out: string }> {
  const { code, stdout, stderr } = await new Deno.Command(program, { args, cwd: root, stdin: "null" })
    .output();
  return { code, out: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

Deno.test("the client type-checks with Node's types", async () => {
  const options = ["--noEmit", "--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes"];
  const target = [
    "--target",
    "es2022",
    "--module",
    "esnext",
    "--moduleResolution",
    "bundler",
    "--types",
    "node",
  ];
  const imports = ["--allowImportingTsExtensions", "--verbatimModuleSyntax", "--skipLibCheck"];
  const lib = ["--lib", "es2023,dom,dom.iterable"];
  const { code, out } = await run(
    "node",
    "node_modules/typescript/bin/tsc",
    ...[...options, ...target, ...imports, ...lib],
    "clients/typescript/mod.ts",
  );
  assert.equal(code, 0, out);
});

// esbuild keeps a process of its own.
Deno.test("the client runs on Node, and its spool outlives kill -9", {
  sanitizeResources: false,
  sanitizeOps: false,
}, async () => {
  const folder = await Deno.makeTempDir();
  try {
    const script = `${folder}/script.mjs`;
    await build({
      entryPoints: [fileURLToPath(new URL("./testing/node-script.ts", import.meta.url))],
      outfile: script,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      logLevel: "silent",
    });
    await using server = startRecordError([status(503, { "retry-after": "1" })]);
    const args = [script, server.url, secret, `${folder}/spool`];
    const died = await run("node", ...args, "die");
    assert.notEqual(died.code, 0);
    assert.equal(server.deliveries.length, 0);

    const { code, out } = await run("node", ...args, "live");
    assert.equal(code, 0, out);
    const { node, ...rest } = JSON.parse(out);
    assert.match(node, /^v\d+/);
    assert.deepEqual(rest, {
      counts: { posted: 42, accepted: 42, duplicates: 0, rejected: 0, dropped: 0 },
      guarded: false,
      success: "trader_error_persist_success_total 42",
    });
    const events = [...server.taken.values()];
    assert.deepEqual(events.map(({ occurrences }) => occurrences), [10, 10, 10, 10, 1, 1]);
    assert.equal(events.at(-1)?.error_message, "RangeError: boom");
    assert.ok(server.deliveries.some(({ isGzip }) => isGzip));
    assert.deepEqual([...Deno.readDirSync(`${folder}/spool`)], []);
  } finally {
    await stop();
    await Deno.remove(folder, { recursive: true });
  }
});
