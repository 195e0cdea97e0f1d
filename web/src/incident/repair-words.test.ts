import { expect, it } from "vitest";
import { repairWords } from "./repair-words.ts";

it("tells each thing of a repair once", () => {
  const same = "It now says no without a value.";
  expect(repairWords({ root_cause: same, explanation: same, what_changed: [same] })).toEqual({
    cause: null,
    explanation: same,
    changes: [],
  });
  expect(repairWords({ root_cause: "a", explanation: "b", what_changed: ["c", "b", "c"] })).toEqual({
    cause: "a",
    explanation: "b",
    changes: ["c"],
  });
  expect(repairWords({ root_cause: null, explanation: null, what_changed: [] }).explanation).toBeNull();
});
