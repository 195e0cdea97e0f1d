// `npm run stack`: the embedded Supabase alone, until Ctrl-C.
import { parseArgs } from "node:util";
import { errorMessage, type LogEntry } from "./log.ts";
import { printable } from "./printable.ts";
import { type Stack, startStack } from "./stack.ts";

const USAGE = `Usage: npm run stack -- [options]
  --port <number>       API, 54321 unless given
  --db-port <number>    Postgres, 54322 unless given
  --mail-port <number>  mailbox, 54324 unless given
  --data-dir <folder>   keeps the database between runs
  --edge                runs the functions on Deno 2.1.4, as production does
  --verbose             shows everything Postgres writes`;

function print(text: string): void {
  try {
    Deno.stdout.writeSync(new TextEncoder().encode(`${printable(text)}\n`));
  } catch (error) {
    // Whoever read the output is gone, as after `| head`. The stack itself goes on.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

function show(entry: LogEntry, verbose: boolean): void {
  if (entry.level === "debug" && !verbose) return;
  const source = entry.function ?? entry.source;
  print(`${new Date().toISOString().slice(11, 23)} ${entry.level.padEnd(7)} ${source}: ${entry.message}`);
}

function portOption(value: string | undefined, flag: string): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new RangeError(`--${flag} needs a port, not '${value}'`);
  }
  return port;
}

/** Resolves at the first signal to stop. A second one ends the process at once. */
async function untilStopped(): Promise<void> {
  await new Promise<void>((resolve) => {
    let asked = false;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      Deno.addSignalListener(signal, () => {
        if (asked) Deno.exit(130);
        asked = true;
        resolve();
      });
    }
  });
}

function introduce(stack: Stack, seconds: number): void {
  print(`
The embedded Supabase is up after ${seconds.toFixed(1)} s

  API URL          ${stack.apiUrl}
  Database URL     ${stack.dbUrl}
  Mailbox          ${stack.mailUrl}
  Publishable key  ${stack.publishableKey}
  Secret key       ${stack.secretKey}

Ctrl-C stops it.`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      port: { type: "string" },
      "db-port": { type: "string" },
      "mail-port": { type: "string" },
      "data-dir": { type: "string" },
      edge: { type: "boolean", default: false },
      verbose: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    print(USAGE);
    return 0;
  }
  const stopped = untilStopped();
  const begin = performance.now();
  await using stack = await startStack({
    apiPort: portOption(values.port, "port"),
    dbPort: portOption(values["db-port"], "db-port"),
    mailPort: portOption(values["mail-port"], "mail-port"),
    dataDir: values["data-dir"],
    edgeRuntime: values.edge,
    onLog: (entry) => show(entry, values.verbose),
  });
  introduce(stack, (performance.now() - begin) / 1000);
  await stopped;
  print("Stopping.");
  return 0;
}

try {
  Deno.exit(await main());
} catch (error) {
  print(errorMessage(error));
  Deno.exit(1);
}
