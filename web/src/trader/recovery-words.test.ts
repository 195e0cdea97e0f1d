import { expect, test } from "vitest";
import { recoveryWords } from "./recovery-words.ts";

test("the defaults are told without a number that the platform may change", () => {
  expect(recoveryWords({ auto_regenerate: true, auto_rollback: true, daily_cost_cap_usd: null })).toBe(
    "A repair is made at once when the code fails. New code that fails while it is watched is taken back by itself. " +
      "Spending has the platform's daily limit.",
  );
});

test("what is switched off says what happens instead", () => {
  const words = recoveryWords({ auto_regenerate: false, auto_rollback: false, daily_cost_cap_usd: 5 });
  expect(words).toMatch(/when you ask for it.*stays until you decide.*At most .*5\.00 a day/);
});

test("a limit of nothing is told as such", () => {
  expect(recoveryWords({ auto_regenerate: true, auto_rollback: true, daily_cost_cap_usd: 0 })).toMatch(
    /Nothing may be spent on language models\.$/,
  );
});
