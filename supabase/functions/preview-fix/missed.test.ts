import assert from "node:assert/strict";
import { risingCandles } from "../../../tests/support/markets.ts";
import { CodeRun } from "./code-run.ts";
import { missedOf, type Outage, outageOf, outagePoints, signalsOf } from "./missed.ts";
import type { Incident } from "../_shared/subject.ts";
import type { Walked } from "./walk.ts";
import { closeOf, type History } from "./windows.ts";

const HOUR = 3_600_000;
const NOW = 1_000 * 60_000;
const CANDLES = risingCandles(1_000);
const runs = new CodeRun("return true", "filter", null);
const broken = new CodeRun("nonsense", "filter", { class: "compile", code: "syntax", message: "nonsense" });

const incident = (changes: Partial<Incident> = {}): Incident => ({
  id: crypto.randomUUID(),
  component: "filter",
  error_type: "runtime",
  symbols: ["A"],
  first_seen: NOW - HOUR,
  resolved_at: null,
  ...changes,
});
const past = (whole: string[] = [], candles = CANDLES): History => ({
  symbol: "A",
  klines: { "1m": candles },
  whole: new Set(whole),
});
const given = (...symbols: string[]): { executor: "answered"; symbols: string[] } => ({
  executor: "answered",
  symbols,
});

function walked(index: number, changes: Partial<Walked> = {}, inOutage = true): Walked {
  const candle = CANDLES[index];
  assert.ok(candle);
  const time = closeOf(candle, "1m");
  return {
    point: { history: past(), candle, time, inOutage, charted: false },
    running: "failed",
    candidate: "matched",
    ...changes,
  };
}

Deno.test("an outage lasts until it is resolved, else until now, and is looked at for a day at most", () => {
  const open = outageOf(incident(), runs, runs, given("A"), NOW);
  assert.deepEqual([open.from, open.to, open.gaps], [NOW - HOUR, NOW, []]);
  const ended = outageOf(incident({ resolved_at: NOW - HOUR / 2 }), runs, runs, given("A"), NOW);
  assert.deepEqual([ended.to, ended.gaps], [NOW - HOUR / 2, []]);
  const long = outageOf(incident({ first_seen: NOW - 30 * HOUR }), runs, runs, given("A"), NOW);
  assert.deepEqual([long.from, long.gaps], [NOW - 24 * HOUR, ["window_cut"]]);
});

Deno.test("an outage is about the symbols that failed, and about all of them when the code does not compile", () => {
  assert.deepEqual(outageOf(incident(), runs, runs, given("A", "B"), NOW).symbols, ["A"]);
  assert.deepEqual(outageOf(incident({ symbols: [] }), runs, runs, given("A", "B"), NOW).symbols, ["A", "B"]);
  assert.deepEqual(outageOf(incident(), broken, runs, given("A", "B"), NOW).symbols, ["A", "B"]);
});

Deno.test("of an outage it is said what cannot be looked at", () => {
  const gaps = (changes: Partial<Incident>, ...symbols: string[]): Outage["gaps"] =>
    outageOf(incident(changes), runs, runs, given(...symbols), NOW).gaps;
  assert.deepEqual(gaps({ symbols: ["A", "GONE"] }, "A"), ["symbols_missing"]);
  assert.deepEqual(gaps({ symbols: [] }, ..."ABCDEFGHI"), ["symbols_cut"]);
  const away = outageOf(incident(), runs, broken, { executor: "away", symbols: [] }, NOW);
  assert.deepEqual(away.gaps, ["executor_away", "candidate_does_not_compile"]);
});

Deno.test("the points of an outage are the candles that closed in it", () => {
  const { points, gaps } = outagePoints(past(), "1m", { from: NOW - 10 * 60_000, to: NOW - 5 * 60_000 });
  assert.deepEqual(points.map(({ candle }) => candle.close), [991, 992, 993, 994, 995]);
  assert.deepEqual(gaps, []);
});

Deno.test("points with too short a history do not count, and it is said", () => {
  const short = CANDLES.slice(-300);
  const { points, gaps } = outagePoints(past([], short), "1m", { from: NOW - 100 * 60_000, to: NOW });
  assert.equal(points.length, 51);
  assert.deepEqual(gaps, ["history_short"]);
  const capped = outagePoints(past([], CANDLES.slice(-500)), "1m", { from: NOW - 600 * 60_000, to: NOW });
  assert.ok(capped.gaps.includes("history_short"));
});

Deno.test("a market that was listed in the outage is looked at from its first candle on", () => {
  const young = CANDLES.slice(-30);
  const { points, gaps } = outagePoints(past(["1m"], young), "1m", { from: NOW - HOUR, to: NOW });
  assert.deepEqual([points.length, gaps], [30, []]);
});

Deno.test("candles that end before the outage does are said to be stale", () => {
  const { gaps } = outagePoints(past([], CANDLES.slice(0, -10)), "1m", { from: NOW - HOUR, to: NOW });
  assert.deepEqual(gaps, ["candles_stale"]);
  assert.deepEqual(outagePoints(past([], []), "1m", { from: NOW - HOUR, to: NOW }).gaps, ["candles_stale"]);
});

Deno.test("candles in a row are one signal, with the price of the first", () => {
  const signals = signalsOf([walked(504), walked(502), walked(503), walked(506)], "1m");
  assert.deepEqual(signals.map(({ from, to, candles, price }) => [from / 60_000, to, candles, price]), [
    [502, 505 * 60_000 - 1, 3, 503],
    [506, 507 * 60_000 - 1, 1, 507],
  ]);
});

Deno.test("only what the candidate matches where the running code fails was missed", () => {
  const none = [
    walked(500, { running: "quiet" }),
    walked(501, { running: "matched" }),
    walked(502, { running: null }),
    walked(503, { candidate: "quiet" }),
    walked(504, { candidate: "failed" }),
    walked(505, { candidate: null }),
    walked(506, {}, false),
  ];
  assert.deepEqual(signalsOf(none, "1m"), []);
});

Deno.test("missed signals are past, were never executed, and each reason why some may lack stands once", () => {
  const outage = outageOf(incident(), runs, runs, given("A"), NOW);
  const { past, executed, complete, why_incomplete } = missedOf(outage, ["points_cut", "points_cut"], []);
  assert.deepEqual([past, executed, complete, why_incomplete], [true, false, false, ["points_cut"]]);
  assert.equal(missedOf(outage, [], []).complete, true);
});
