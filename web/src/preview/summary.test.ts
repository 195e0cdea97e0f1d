import { expect, test } from "vitest";
import { changeSentence, failsSomewhere, matchSentence, summaryOf } from "./summary.ts";
import { testRow } from "./test-rows.ts";

const rows = (...changes: Parameters<typeof testRow>[0][]): ReturnType<typeof testRow>[] =>
  changes.map((change) => testRow(change));

test("the sentence counts each kind once and names what is counted first", () => {
  expect(changeSentence(rows("fixed", "equal", "equal", "changed"))).toBe(
    "Fixed on 1 market, same verdict on 2, other verdict on 1.",
  );
  expect(changeSentence(rows("equal", "equal"))).toBe("Same verdict on 2 markets.");
  expect(changeSentence([])).toBe("There was no market to test it on.");
});

test("what is worst comes first", () => {
  expect(changeSentence(rows("equal", "not_run", "failing", "broken"))).toBe(
    "Fails on 1 market, still fails on 1, same verdict on 1, not reached on 1.",
  );
});

test("with series code each part has a sentence of its own", () => {
  const markets = [testRow("fixed"), testRow("equal", { component: "series" })];
  expect(summaryOf({ markets })).toEqual(["Filter: fixed on 1 market.", "Series: same lines on 1 market."]);
  expect(summaryOf({ markets: rows("fixed") })).toEqual(["Fixed on 1 market."]);
});

test("code fails somewhere when it does not compile, breaks or does not mend something", () => {
  const of = (compiles: boolean, ...changes: Parameters<typeof testRow>[0][]): boolean =>
    failsSomewhere({
      markets: rows(...changes),
      candidate: { compiles, code_sha256: "", errors: [], warnings: [] },
    });
  expect([of(true, "fixed", "changed"), of(true, "failing"), of(true, "broken"), of(false)]).toEqual([
    false,
    true,
    true,
    true,
  ]);
});

test("how often each says yes is told of filters alone", () => {
  const summary = {
    markets: 2,
    equal: 2,
    changed: 0,
    fixed: 0,
    broken: 0,
    failing: 0,
    not_run: 0,
    matches: { running: 1, candidate: 2 },
  };
  expect(matchSentence({ summary, markets: rows("equal") })).toBe(
    "The running code matches on 1 market, this code on 2.",
  );
  expect(matchSentence({ summary, markets: [] })).toBeNull();
});
