import { expect, test } from "vitest";
import { progressOf, readChanges, staleKeys } from "./changes.ts";

const change = { id: "i1", trader_id: "t1", incident_id: null, status: "open" };

test("a message that is none of ours changes nothing", () => {
  for (const payload of [null, "x", {}, { changes: "x" }, { changes: [{ no: "id" }] }]) {
    expect(readChanges(payload)).toEqual([]);
  }
});

test("an incident makes its own page, its trader and the list stale", () => {
  expect(staleKeys("incident", [change])).toEqual([["traders"], ["trader", "t1"], ["incident", "i1"]]);
});

test("many changes of one trader make it stale once", () => {
  const changes = Array.from({ length: 100 }, (_, index) => ({ ...change, id: `i${index % 2}` }));
  expect(staleKeys("incident", changes)).toEqual([
    ["traders"],
    ["trader", "t1"],
    ["incident", "i0"],
    ["incident", "i1"],
  ]);
});

test("a fix makes its incident stale, and what was spent", () => {
  const fix = { id: "f1", trader_id: "t1", incident_id: "i1", status: "proposed" };
  expect(staleKeys("fix", [fix])).toEqual([["traders"], ["trader", "t1"], ["incident", "i1"], ["spend"]]);
});

test("a step of an attempt is progress and makes nothing stale", () => {
  const step = {
    id: "f1",
    trader_id: "t1",
    incident_id: "i1",
    status: "generating",
    attempt: 1,
    step: "validate",
    step_done: 3,
    step_total: 40,
  };
  expect(staleKeys("fix", [step])).toEqual([]);
  expect(progressOf(step)).toEqual({
    incidentId: "i1",
    progress: { fix_id: "f1", attempt: 1, step: "validate", done: 3, total: 40 },
  });
  expect(progressOf(change)).toBeNull();
});

test("a deployment makes all incidents that are shown stale, as it does not tell its own", () => {
  const deployment = { id: "d1", trader_id: "t1", status: "deployed" };
  expect(staleKeys("deployment", [deployment])).toContainEqual(["incident"]);
});

test("a notification makes the notifications stale and nothing else", () => {
  expect(staleKeys("notification", [change])).toEqual([["notifications"]]);
});
