import assert from "node:assert/strict";
import { Logger } from "../_shared/log.ts";
import { Progress } from "./progress.ts";

const FIX = { id: "fix", attempt: 1 };

Deno.test("reports are sent one at a time, and of the same step only the newest of what waits", async () => {
  const sent: unknown[] = [];
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  const { promise: first, resolve: firstSent } = Promise.withResolvers<void>();
  const progress = new Progress(
    FIX,
    new Logger({}),
    async (_fix, { step, done, total }) => {
      sent.push([step, done, total]);
      firstSent();
      if (sent.length === 1) await answered;
    },
  );
  progress.report("reproduce");
  await first;
  progress.report("rules");
  progress.report("validate", 0, 25);
  progress.report("validate", 8, 25);
  answer();
  await progress.settled();
  assert.deepEqual(sent, [
    ["reproduce", undefined, undefined],
    ["rules", undefined, undefined],
    ["validate", 8, 25],
  ]);
  assert.equal(progress.step, "validate");
});

Deno.test("a report that fails is logged and stops nothing", async () => {
  const events: string[] = [];
  const log = new Logger({});
  log.error = (event) => void events.push(event);
  const progress = new Progress(FIX, log, () => Promise.reject(new Error("away")));
  progress.report("rules");
  await progress.settled();
  progress.report("model");
  await progress.settled();
  assert.deepEqual(events, ["progress_not_reported", "progress_not_reported"]);
});
