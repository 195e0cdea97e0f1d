// npm run bench: each benchmark is a module of this folder that measures and returns numbers.
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { parsed, print, runCommand, table, UsageError } from "../scripts/command-line.ts";
import { benchDeployments } from "./deployments.ts";
import { benchIngest } from "./ingest.ts";
import { benchLatency } from "./latency.ts";
import { benchPlatform } from "./platform.ts";
import { platformDefaults, type PlatformOptions, readPlatformOptions } from "./platform/options.ts";
import { benchRegeneration } from "./regeneration.ts";
import { benchRuntime } from "./runtime.ts";
import { benchScale } from "./scale.ts";
import { benchWeb } from "./web.ts";

const benchmarks: Record<string, (platform: PlatformOptions) => Promise<object>> = {
  deployments: benchDeployments,
  ingest: benchIngest,
  latency: benchLatency,
  platform: benchPlatform,
  regeneration: benchRegeneration,
  runtime: benchRuntime,
  scale: benchScale,
  web: benchWeb,
};
const names = [...Object.keys(benchmarks), "all"];

const usage = `Usage: npm run bench -- <${names.join("|")}> [--json]

  deployments   from the click to the executor, from a fault of new code to the earlier code, a preview; about a minute
  ingest        errors a second over HTTP, against a plain insert of the same rows; and a storm; about two minutes
  latency       from an error to the answer, the toast, the repair's start and the proven repair; about a minute
  platform      an hour of a thousand traders, 5 % of them broken, on the whole stack; about ten minutes
  regeneration  the repair pipeline's own time around a call of the model; about a minute
  runtime       the filter runtime: cold start, compiling, running
  scale         the database with millions of rows against thousands; takes minutes and 10 GB of disk
  web           the web app in Chromium: script per page, the story of an incident, toasts, 1,000 incidents; about two minutes
  --json        the result as one JSON object

Of platform:
  --traders ${platformDefaults.traders} --symbols ${platformDefaults.symbols} --minutes ${platformDefaults.minutes} --broken ${platformDefaults.broken} --seed ${platformDefaults.seed}
  --real-seconds-per-minute ${
  platformDefaults["real-seconds-per-minute"]
}   how long a simulated minute takes; 60 is the true rate`;

await runCommand(usage, async (args) => {
  const { values, positionals } = parsed(() =>
    parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        traders: { type: "string", default: platformDefaults.traders },
        symbols: { type: "string", default: platformDefaults.symbols },
        minutes: { type: "string", default: platformDefaults.minutes },
        broken: { type: "string", default: platformDefaults.broken },
        seed: { type: "string", default: platformDefaults.seed },
        "real-seconds-per-minute": { type: "string", default: platformDefaults["real-seconds-per-minute"] },
      },
    })
  );
  const [name = "", ...more] = positionals;
  if (!names.includes(name) || more.length > 0) {
    throw new UsageError(
      `The benchmark must be one of ${names.join(", ")}, but is "${positionals.join(" ")}"`,
    );
  }
  const platform = readPlatformOptions(values);
  const results: Record<string, object> = {};
  for (const [known, measure] of Object.entries(benchmarks)) {
    if (name !== "all" && name !== known) continue;
    results[known] = { ...await measure(platform), ...circumstances() };
  }
  if (values.json) print(JSON.stringify(name === "all" ? results : results[name]));
  else for (const [known, result] of Object.entries(results)) print(describe(known, result));
  // What was promised did not hold, whatever the figures say.
  return Object.values(results).some((result) => "holds" in result && result.holds === false) ? 1 : 0;
});

/** Numbers mean little without the machine they were measured on. */
function circumstances(): object {
  const cores = cpus();
  return {
    machine: { cpu: cores[0]?.model ?? "unknown", cores: cores.length },
    date: new Date().toISOString(),
    deno: Deno.version.deno,
  };
}

function describe(name: string, result: object): string {
  const rows = Object.entries(result).map(([key, value]) => [
    key,
    typeof value === "object" ? JSON.stringify(value) : String(value),
  ]);
  return table([["benchmark", name], ...rows]);
}
