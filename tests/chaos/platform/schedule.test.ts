import assert from "node:assert/strict";
import { REPORTERS, scheduleOf } from "./schedule.ts";

Deno.test("a schedule is the same for the same seed and length, and another one for another seed", () => {
  assert.deepEqual(scheduleOf(7, 10), scheduleOf(7, 10));
  assert.notDeepEqual(scheduleOf(7, 10).ticks, scheduleOf(8, 10).ticks);
});

Deno.test("a schedule's rounds last as long as was asked for, and every fault begins within its round", () => {
  const { rounds, ticks } = scheduleOf(3, 7);
  assert.equal(rounds.reduce((sum, { seconds }) => sum + seconds, 0), 7 * 60);
  for (const { round, at } of ticks) assert.ok(at < (rounds[round]?.seconds ?? 0));
  assert.deepEqual(new Set(ticks.map(({ round }) => round)), new Set(rounds.keys()));
});

Deno.test("an hour's schedule has every kind of fault, and names reporters that there are", () => {
  const { ticks } = scheduleOf(1, 60);
  assert.equal(new Set(ticks.map(({ fault }) => fault.kind)).size, 17);
  for (const { fault } of ticks) assert.ok(!("reporter" in fault) || fault.reporter < REPORTERS);
});
