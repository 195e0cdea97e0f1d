// `npm run chaos`: random faults against the whole product under load, and what must hold after them. Exit code 1 when something did not.
import { parseArgs } from "node:util";
import { runChaos } from "../tests/chaos/platform/run.ts";
import { scheduleOf } from "../tests/chaos/platform/schedule.ts";
import { complain, parsed, print, runCommand, UsageError } from "./command-line.ts";

const USAGE = `Usage: npm run chaos -- [options]

  --minutes <number>  how long faults last, 4 unless given; settling after each round comes on top
  --seed <number>     chooses the faults, a random one unless given; the same seed and minutes are the same faults
  --json              prints the schedule, each round and the summary as JSON, one object a line`;

await runCommand(USAGE, async (args) => {
  const { values } = parsed(() =>
    parseArgs({
      args,
      options: {
        minutes: { type: "string" },
        seed: { type: "string" },
        json: { type: "boolean", default: false },
      },
    })
  );
  const minutes = numberOf(
    "--minutes",
    values.minutes ?? "4",
    (value) => value > 0 && value <= 1_440,
    "from 0 to 1440",
  );
  const seed = numberOf(
    "--seed",
    values.seed ?? String(Math.floor(Math.random() * 2 ** 31)),
    (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 31,
    "that is whole, from 0 to 2147483647",
  );
  if (values.json) print(JSON.stringify({ seed, minutes, ...scheduleOf(seed, minutes) }));
  else print(`seed ${seed}, ${minutes} minutes of faults`);
  const summary = await runChaos({
    seed,
    minutes,
    log: (line) => values.json ? print(JSON.stringify({ round: line })) : print(line),
  });
  if (values.json) {
    print(JSON.stringify(summary));
  } else {
    const { violations, ...figures } = summary;
    for (const violation of violations) complain(violation);
    print(`${violations.length} violations; ${JSON.stringify(figures)}`);
  }
  if (summary.violations.length === 0) return 0;
  complain(`Repeat with: npm run chaos -- --minutes ${minutes} --seed ${seed}`);
  return 1;
});

function numberOf(flag: string, text: string, holds: (value: number) => boolean, rule: string): number {
  const value = Number(text);
  if (text.trim() !== "" && holds(value)) return value;
  throw new UsageError(`${flag} must be a number ${rule}, but is ${text}`);
}
