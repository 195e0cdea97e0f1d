import { expect, test } from "vitest";
import { ageState, limitsOf, oldestQueue, queueRows } from "./ages.ts";
import { overviewWith, quietQueue } from "./test-overview.ts";

const limits = { late_after_s: 30, silent_after_s: 120 };

test.each([
  [null, "On time"],
  [0, "On time"],
  [30, "On time"],
  [31, "Late"],
  [120, "Late"],
  [121, "Stuck"],
])("an age of %s seconds is %s", (age, label) => {
  expect(ageState(age, limits).label).toBe(label);
});

test("the limits are the server's, where it says them", () => {
  expect(limitsOf({ sweeper: null })).toEqual(limits);
  const sweeper = { age_s: 1, late_after_s: 5, silent_after_s: 10, failing: null };
  expect(limitsOf({ sweeper })).toMatchObject({ late_after_s: 5, silent_after_s: 10 });
});

test("what is held is never late, however long it is held", () => {
  const { queues } = overviewWith({});
  const rows = queueRows(
    overviewWith({ queues: { ...queues, held: { waiting: 3, due: 0, oldest_s: 90_000 } } }),
  );
  expect(rows.find(({ name }) => name === "held")).toMatchObject({ waiting: 3, state: null });
});

test("the oldest queue is the one that is due for longest, but for what is held", () => {
  const { queues } = overviewWith({});
  expect(oldestQueue(overviewWith({}))).toBeNull();
  const overview = overviewWith({
    queues: {
      ...queues,
      held: { ...quietQueue, oldest_s: 9_000 },
      emails: { ...quietQueue, oldest_s: 40 },
      alerts: { ...quietQueue, oldest_s: 200 },
    },
  });
  expect(oldestQueue(overview)).toMatchObject({ name: "alerts", state: { label: "Stuck" } });
});
