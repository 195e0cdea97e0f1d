import { expect, test } from "vitest";
import { switchedWords, switchWords, waitingWords } from "./model-calls-words.ts";

test.each([
  [0, "What no repair rule can mend has to wait."],
  [1, "What no repair rule can mend has to wait. 1 repair waits."],
  [2, "What no repair rule can mend has to wait. 2 repairs wait."],
])("with %i repairs held the notice says so", (held_fixes, words) => {
  expect(waitingWords({ held_fixes })).toBe(words);
});

test("what is asked is the other state, with what goes on by it", () => {
  expect(switchWords({ is_on: true, held_fixes: 0 }).action).toBe("Switch off");
  expect(switchWords({ is_on: false, held_fixes: 0 }).consequence).toBe(
    "Calls cost money again, within the limits of each user.",
  );
  expect(switchWords({ is_on: false, held_fixes: 3 }).consequence).toContain("3 repairs that wait go on.");
});

test("what follows is only told where something does", () => {
  expect(switchedWords(true, 1)).toEqual([
    "Language models are switched on",
    "1 repair that had waited goes on.",
  ]);
  expect([switchedWords(true, 0)[1], switchedWords(false, 0)[1]]).toEqual([undefined, undefined]);
});
