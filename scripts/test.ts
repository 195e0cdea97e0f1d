// Every test, from a clean clone with no service running. The last line is `N passed, N failed`.
// Usage: npm test [-- <suite> ...], suites: go, go-client, clients, fuzz, db, functions, functions-edge, local, concurrency, chaos, migrations, demo, commands, docs, evals, web-logic, web
interface Count {
  passed: number;
  failed: number;
}

interface Suite {
  name: string;
  command: string[];
  cwd?: string;
  env?: Record<string, string>;
  count: (output: string) => Count;
}

const deno = Deno.execPath();
const edge = ["node", "scripts/deno.mjs", "--edge"];
const denoTest = ["test", "--allow-all", "--no-check", "--parallel"];

const SUITES: Suite[] = [
  { name: "go", command: ["go", "test", "-race", "-json", "./..."], cwd: "runtime", count: countGo },
  {
    name: "go-client",
    command: ["go", "test", "-race", "-json", "./..."],
    cwd: "clients/go",
    count: countGo,
  },
  { name: "clients", command: [deno, ...denoTest, "clients", "tests/clients"], count: countDeno },
  {
    name: "fuzz",
    command: [deno, "run", "--allow-all", "--no-check", "scripts/fuzz.ts"],
    count: countLastLine,
  },
  {
    name: "db",
    command: [deno, "run", "--allow-all", "--no-check", "scripts/test-db.ts"],
    count: countLastLine,
  },
  {
    name: "functions",
    command: [deno, ...denoTest, "supabase/functions", "tests/functions"],
    count: countDeno,
  },
  // Units run on the old Deno itself; the others on a stack whose functions run on it.
  {
    name: "functions-edge-units",
    command: [...edge, ...denoTest, "--config", "deno.json", "supabase/functions"],
    count: countDeno,
  },
  {
    name: "functions-edge",
    command: [deno, ...denoTest, "tests/functions"],
    env: { EDGE_RUNTIME: "1" },
    count: countDeno,
  },
  { name: "local", command: [deno, ...denoTest, "tests/local"], count: countDeno },
  { name: "concurrency", command: [deno, ...denoTest, "tests/concurrency"], count: countDeno },
  { name: "chaos", command: [deno, ...denoTest, "tests/chaos"], count: countDeno },
  {
    name: "migrations",
    command: [deno, ...denoTest, "tests/migrations"],
    count: countDeno,
  },
  { name: "demo", command: [deno, ...denoTest, "tests/demo"], count: countDeno },
  { name: "commands", command: [deno, ...denoTest, "tests/commands"], count: countDeno },
  { name: "docs", command: [deno, ...denoTest, "tests/docs"], count: countDeno },
  { name: "evals", command: [deno, ...denoTest, "evals"], count: countDeno },
  {
    name: "web-logic",
    command: ["node", "node_modules/vitest/vitest.mjs", "run", "--root", "web"],
    count: countVitest,
  },
  // In Chromium; without it the suite fails and says what to install.
  { name: "web", command: [deno, ...denoTest, "tests/web"], count: countDeno },
];

const chosen = Deno.args;
const unknown = chosen.find((part) => !SUITES.some(({ name }) => name.startsWith(part)));
if (unknown !== undefined) {
  console.error(
    `A suite must be one of ${
      SUITES.map(({ name }) => name).join(", ")
    }, or how some begin, but is "${unknown}"`,
  );
  Deno.exit(2);
}
const suites = SUITES.filter(({ name }) =>
  chosen.length === 0 || chosen.some((part) => name.startsWith(part))
);
const total: Count = { passed: 0, failed: 0 };
const lines: string[] = [];

for (const suite of suites) {
  console.log(`\n== ${suite.name}`);
  const { code, output } = await run(suite);
  const count = suite.count(output);
  // A suite that broke before or after its tests has failed, whatever it counted.
  if ((code !== 0 && count.failed === 0) || count.passed === 0) count.failed++;
  total.passed += count.passed;
  total.failed += count.failed;
  lines.push(`${suite.name}: ${count.passed} passed, ${count.failed} failed`);
}

console.log(`\n${lines.join("\n")}\n${total.passed} passed, ${total.failed} failed`);
Deno.exitCode = total.failed === 0 ? 0 : 1;

async function run(suite: Suite): Promise<{ code: number; output: string }> {
  const { command, cwd, env } = suite;
  const [program = "", ...args] = command;
  const variables = { NO_COLOR: "1", DO_NOT_TRACK: "1", ...candles(), ...env };
  try {
    const child = new Deno.Command(program, {
      args,
      env: variables,
      stdout: "piped",
      ...(cwd ? { cwd } : {}),
    }).spawn();
    const [, output] = await Promise.all([child.status, collect(child.stdout, suite.count !== countGo)]);
    return { code: (await child.status).code, output };
  } catch (error) {
    console.log(`Cannot run ${program}: ${error instanceof Error ? error.message : String(error)}`);
    return { code: 1, output: "" };
  }
}

async function collect(stream: ReadableStream<Uint8Array>, show: boolean): Promise<string> {
  let output = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    output += text;
    if (show) await Deno.stdout.write(new TextEncoder().encode(text));
  }
  return output;
}

/** Real candles when they lie beside the checkout; the suites fall back to generated ones. */
function candles(): Record<string, string> {
  if (Deno.env.get("CANDLES_DIR")) return {};
  const folder = new URL("../../shared/data/klines", import.meta.url).pathname;
  try {
    return Deno.statSync(folder).isDirectory ? { CANDLES_DIR: folder } : {};
  } catch {
    return {};
  }
}

function countGo(output: string): Count {
  const count: Count = { passed: 0, failed: 0 };
  for (const line of output.split("\n")) {
    const event = line.startsWith("{") ? JSON.parse(line) : {};
    if (event.Action === "output" && /--- FAIL|panic:|_test\.go:\d+|^FAIL/.test(event.Output)) {
      console.log(event.Output.trimEnd());
    }
    if (event.Action === "build-output") console.log(event.Output.trimEnd());
    if (event.Test === undefined) continue;
    if (event.Action === "pass") count.passed++;
    if (event.Action === "fail") count.failed++;
  }
  console.log(`${count.passed} passed, ${count.failed} failed`);
  return count;
}

function countDeno(output: string): Count {
  const last = [...output.matchAll(/^(?:ok|FAILED) \| (\d+) passed.*? \| (\d+) failed/gm)].at(-1);
  return { passed: Number(last?.[1] ?? 0), failed: Number(last?.[2] ?? 0) };
}

function countVitest(output: string): Count {
  const summary = /^\s*Tests\s+(.*)$/m.exec(output)?.[1] ?? "";
  const counted = (what: string): number => Number(new RegExp(`(\\d+) ${what}`).exec(summary)?.[1] ?? 0);
  return { passed: counted("passed"), failed: counted("failed") };
}

function countLastLine(output: string): Count {
  const last = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  return { passed: Number(last?.[1] ?? 0), failed: Number(last?.[2] ?? 0) };
}
