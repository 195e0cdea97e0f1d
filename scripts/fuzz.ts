// Fuzzes the filter runtime natively, each target in turn. The last line is `N passed, N failed`.
// Usage: npm run fuzz [-- <time for each target, as Go writes it: 30s, 10m>]
import { fileURLToPath } from "node:url";

const TARGETS = [
  ["sandbox", "FuzzCheck"],
  ["sandbox", "FuzzRun"],
  ["repair", "FuzzRepair"],
  ["compare", "FuzzSyntaxHash"],
  ["transplant", "FuzzTransplant"],
] as const;

const [time = "5s"] = Deno.args;
const runtime = fileURLToPath(new URL("../runtime", import.meta.url));

if (!/^\d+(?:s|m|h)$/.test(time)) {
  console.error(`The time for each target must be a number with s, m or h, such as 10m, but is '${time}'`);
  Deno.exit(2);
}

let passed = 0;
for (const [folder, target] of TARGETS) {
  const { code, stdout, stderr } = await new Deno.Command("go", {
    args: ["test", `./${folder}`, "-run=^$", `-fuzz=^${target}$`, `-fuzztime=${time}`],
    cwd: runtime,
  }).output();
  const output = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  if (code === 0) {
    passed++;
    console.log(`${target}: ${output.match(/execs: \d+ .*/g)?.at(-1) ?? "ok"}`);
  } else {
    console.log(`${target} failed; what it found is kept in runtime/${folder}/testdata/fuzz\n${output}`);
  }
}
const failed = TARGETS.length - passed;
console.log(`${passed} passed, ${failed} failed`);
Deno.exitCode = failed === 0 ? 0 : 1;
