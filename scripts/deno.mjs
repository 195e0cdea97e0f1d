// Runs the pinned Deno from node_modules, whether or not npm ran its install script, and passes signals on.
// Usage: node scripts/deno.mjs [--edge] <deno arguments>; --edge picks the version Supabase's Edge Runtime is compatible with.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { constants } from "node:os";

const args = process.argv.slice(2);
const edge = args[0] === "--edge";
if (edge) args.shift();

const require = createRequire(import.meta.url);
const packageRequire = createRequire(require.resolve(`${edge ? "deno-edge" : "deno"}/package.json`));
const executable = packageRequire("./install_api.cjs").runInstall();

const child = spawn(executable, args, {
  stdio: "inherit",
  env: { DENO_NO_UPDATE_CHECK: "1", DENO_NO_PROMPT: "1", DO_NOT_TRACK: "1", ...process.env },
});
// A terminal sends Ctrl-C to the whole group; a supervisor sends it to this process alone. Both must reach the child once.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => process.stdin.isTTY && signal === "SIGINT" || child.kill(signal));
}
child.on("error", (error) => {
  console.error(`Cannot start Deno at ${executable}: ${error.message}. Run npm install again.`);
  process.exit(1);
});
child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
