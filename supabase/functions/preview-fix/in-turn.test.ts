import assert from "node:assert/strict";
import { inTurn } from "./in-turn.ts";

Deno.test("work is done a few at a time, and its outcomes come in the order of the items", async () => {
  let now = 0;
  let most = 0;
  const outcomes = await inTurn([30, 1, 20, 2, 10], 2, async (item) => {
    most = Math.max(most, ++now);
    for (let turns = 0; turns < item; turns++) await Promise.resolve();
    now--;
    if (item === 20) throw new Error("twenty");
    return item;
  });
  assert.equal(most, 2);
  assert.deepEqual(outcomes.map((one) => one.status === "fulfilled" ? one.value : one.reason.message), [
    30,
    1,
    "twenty",
    2,
    10,
  ]);
  assert.deepEqual(await inTurn([], 2, () => Promise.resolve()), []);
});
