import assert from "node:assert/strict";
import { parseSchedule } from "../../local/cron-schedule.ts";

// A Wednesday.
const BEFORE = new Date("2026-01-07T10:29:30Z");

for (
  const [schedule, time, due] of [
    ["* * * * *", "2026-01-07T10:30:00Z", true],
    ["30 * * * *", "2026-01-07T10:30:59Z", true],
    ["31 * * * *", "2026-01-07T10:30:00Z", false],
    ["*/15 8-18 * * mon-fri", "2026-01-07T10:45:00Z", true],
    ["*/15 8-18 * * sat,sun", "2026-01-07T10:45:00Z", false],
    ["0 3 * jan *", "2026-01-08T03:00:00Z", true],
    ["0 3 * 2-12 *", "2026-01-08T03:00:00Z", false],
    ["0 0 * * 7", "2026-01-11T00:00:00Z", true],
    ["0 0 11 * 1", "2026-01-11T00:00:00Z", true],
    ["5/20 * * * *", "2026-01-07T11:25:00Z", true],
    ["10 seconds", "2026-01-07T10:29:40Z", true],
    ["10 seconds", "2026-01-07T10:29:36Z", false],
  ] as const
) {
  Deno.test(`the schedule '${schedule}' is ${due ? "" : "not "}due at ${time}`, () => {
    assert.equal(parseSchedule(schedule)(new Date(time), BEFORE), due);
  });
}

Deno.test("a schedule is due once in a minute", () => {
  const now = new Date("2026-01-07T10:30:01Z");
  assert.ok(!parseSchedule("* * * * *")(now, new Date("2026-01-07T10:30:00Z")));
});

for (const schedule of ["", "* * * *", "60 * * * *", "* * * * funday", "5-1 * * * *", "*/0 * * * *"]) {
  Deno.test(`the schedule '${schedule}' is refused`, () => {
    assert.throws(() => parseSchedule(schedule), RangeError);
  });
}
