import { expect, test } from "vitest";
import { costBars, costFigures, costsLabel } from "./costs-words.ts";

const days = [
  { day: "2026-11-27", cost_usd: 0.5, attempts: 2 },
  { day: "2026-11-28", cost_usd: 0, attempts: 1 },
];
const costs = { attempts: 3, cost_usd: 0.5, accepted: 1, days };

test("what an accepted repair costs counts what led to none, too", () => {
  expect(costFigures({ ...costs, accepted: 2 }).at(-1)?.value).toContain("0.25");
});

test("without an accepted repair there is no cost of one", () => {
  expect(costFigures({ ...costs, accepted: 0 }).at(-1)?.value).toBe("None yet");
});

test("each day is a bar that tells cost and attempts", () => {
  expect(costBars(costs).map(({ value }) => value)).toEqual([0.5, 0]);
  expect(costBars(costs)[1]?.title).toMatch(/28.*\$0, 1 attempt$/);
});

test("words say what was spent and when most of it", () => {
  expect(costsLabel(costs)).toMatch(/^Spend per day over 2 days: .*0\.50 in all, most on .*27.* with /);
});

test("repairs without cost and no repairs are told apart", () => {
  expect(costsLabel({ ...costs, cost_usd: 0 })).toMatch(/cost nothing/);
  expect(costsLabel({ ...costs, cost_usd: 0, attempts: 0 })).toBe("Nothing had to be repaired.");
});
