// npm run demo: the whole product on one machine.
import { errorMessage } from "../log.ts";
import { freePort } from "../ports.ts";
import { printable } from "../printable.ts";
import { buildWebApp } from "../web-app/build.ts";
import { describeSummary } from "./describe-summary.ts";
import { openDemo } from "./demo-session.ts";
import { parseOptions, usage } from "./options.ts";
import { runInteractive } from "./run-interactive.ts";
import { runOnce } from "./run-once.ts";

const encoder = new TextEncoder();

async function main(args: string[], signal: AbortSignal): Promise<number> {
  const startedAt = performance.now();
  const options = parseOptions(args);
  const printResult = printTo(Deno.stdout);
  if (options.help) {
    printResult(usage);
    return 0;
  }
  // With --json, standard output is for the machine that reads it.
  const print = options.json ? printTo(Deno.stderr) : printResult;
  const log = (line: string): void => print(`${new Date().toISOString().slice(11, 23)}  ${line}`);

  const ports = { ...options.ports };
  // Before anything is started: an app that cannot be served should show at once.
  if (!options.once) {
    ports.page = freePort(ports.page, "--page-port");
    log("app        building, which takes some seconds after a change");
    await buildWebApp();
  }
  await using session = await openDemo({ ports, log, signal });
  if (!options.once) {
    await runInteractive(session, { accept: options.accept, ports, signal });
    return 0;
  }
  const { summary, problems } = await runOnce(session, startedAt, signal);
  for (const problem of problems) log(`problem    ${problem}`);
  printResult(options.json ? JSON.stringify(summary) : describeSummary(summary));
  return summary.ok ? 0 : 1;
}

function printTo(stream: { writeSync(bytes: Uint8Array): number }): (text: string) => void {
  return (text) => void stream.writeSync(encoder.encode(`${printable(text)}\n`));
}

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  Deno.addSignalListener(name, () => {
    // Asked twice, it no longer tidies up.
    if (stop.signal.aborted) Deno.exit(130);
    stop.abort(new Error(`Stopped by ${name}`));
  });
}

const exitCode = await main(Deno.args, stop.signal).catch((error) => {
  printTo(Deno.stderr)(errorMessage(error));
  return stop.signal.aborted ? 130 : 1;
});
Deno.exit(exitCode);
