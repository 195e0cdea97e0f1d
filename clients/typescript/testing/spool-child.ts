// A process that reports until it is killed. Says `kept <message>` after each report that returned.
// Arguments: url, spool folder, flushCount, how many reports, what to do then: wait | throw
import process from "node:process";
import { Reporter } from "../mod.ts";
import { secret } from "./fake-record-error.ts";

const [url = "", spoolDir = "", flushCount = "", reports = "", end = ""] = process.argv.slice(2);
const reporter = new Reporter({
  url,
  secret,
  spoolDir,
  flushCount: Number(flushCount),
  flushIntervalMs: 3_600_000,
  log: (): void => {},
});
const say = (line: string): number => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));

for (let i = 0; i < Number(reports); i++) {
  // Every third is one of seven faults that are met again and again.
  const message = i % 3 === 0 ? `again ${i % 7}` : `once ${i}`;
  const outcome = reporter.report({
    trader_id: "11111111-1111-4111-8111-111111111111",
    error_message: message,
    context: { symbol: "LTCUSDT" },
  });
  if (outcome.kind === "kept") say(`kept ${message}`);
  if (i % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 0));
}
say("done");
if (end === "throw") throw new Error("nobody catches this");
setTimeout(() => {}, 60_000);
