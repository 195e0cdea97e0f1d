// The preview as a whole, on markets that a test makes; tests/functions/preview-fix.test.ts is about the function.
import assert from "node:assert/strict";
import type { Executor } from "../_shared/executor.ts";
import type { Component, MarketData } from "../_shared/filter-runtime/schema.ts";
import { sampleMarkets } from "../_shared/samples.ts";
import { startFakeExecutor } from "../../../tests/support/fake-executor.ts";
import { risingCandles, risingMarket } from "../../../tests/support/markets.ts";
import { type Preview, previewSchema } from "./answer.ts";
import type { Subject } from "../_shared/subject.ts";
import type { Opened } from "./preview-fix.ts";
import { runPreview } from "./preview-fix.ts";
import type { Market } from "./verdicts.ts";
import { WorkBudget } from "./work-budget.ts";

const MINUTE = 60_000;
const K = `k := data.Klines["5m"]\n`;
const RISES = `${K}return k[len(k)-1].Close > k[len(k)-20].Close`;
const GUARDED = `${K}if len(k) < 20 {\n\treturn false\n}\nreturn k[len(k)-1].Close > k[len(k)-20].Close`;
const ENDLESS = `${K}for i := 0; i < len(k); i++ {\n\tif k[i].Close > 0 {\n\t\ti--\n\t}\n}\nreturn true`;
const AVERAGE =
  `out := make(map[string]interface{})\nout["ma"] = indicators.CalculateMASeries(data.Klines["5m"], 20)\nreturn out`;

interface Scene {
  running: string;
  candidate: string;
  series?: [running: string, candidate: string];
  component?: Component;
  errorType?: string;
  captured?: MarketData[];
  given?: MarketData[];
  budgetMs?: number;
  incident?: Partial<Subject["incident"]> | null;
  executor?: Executor;
  timeframes?: string[];
}

type Found = Awaited<ReturnType<typeof runPreview>>;

function preview(scene: Scene): Promise<Found> {
  const { running, candidate, captured = [], given = OTHERS, series: [was, is] = ["", ""] } = scene;
  const incident: Subject["incident"] = {
    id: crypto.randomUUID(),
    component: scene.component ?? "filter",
    error_type: scene.errorType ?? "runtime",
    symbols: ["NEW"],
    first_seen: Date.now() - 60 * MINUTE,
    resolved_at: null,
  };
  const opened: Opened = {
    trader: { id: crypto.randomUUID(), fly_app: null },
    fix: null,
    incident: scene.incident === null ? null : { ...incident, ...scene.incident },
    running: {
      version_id: crypto.randomUUID(),
      version: 1,
      code: running,
      series_code: was,
      code_sha256: "",
    },
    captured,
    candidate: { code: candidate, series_code: is },
  };
  const timeframes = scene.timeframes ?? ["5m"];
  const from = (kind: Market["from"], markets: MarketData[]): Market[] =>
    markets.map((data) => ({ from: kind, data }));
  const markets = [
    ...from("captured", captured),
    ...from("executor", given),
    ...from("sample", sampleMarkets(["5m"])),
  ];
  const { signal } = new AbortController();
  return runPreview(
    opened,
    { markets, executor: "answered", missing: [] },
    { executor: scene.executor ?? null, timeframes, signal },
    new WorkBudget(scene.budgetMs ?? 60_000, signal),
    () => () => {},
  );
}

const NEW = risingMarket("NEW", 10);
const OTHERS = [risingMarket("A", 250), risingMarket("B", 250), NEW];

const changesOf = ({ markets }: Pick<Preview, "markets">, component: Component = "filter"): Set<string> =>
  new Set(markets.filter((row) => row.component === component).map(({ change }) => change));

Deno.test("a repair is shown to fix the markets that failed and to change nothing else, with its proof", async () => {
  const found = await preview({ running: RISES, candidate: GUARDED, captured: [NEW] });
  const { equal, fixed, changed, broken, failing, not_run } = found.summary;
  assert.deepEqual([fixed, changed, broken, failing, not_run], [3, 0, 0, 0, 0]);
  assert.equal(equal, 8);
  assert.deepEqual([found.proof?.verdict, found.proof?.captured, found.proof?.others_from], [
    "validated",
    1,
    "executor",
  ]);
  assert.deepEqual([found.why_no_proof, found.findings], [null, []]);
  assert.ok(found.cost !== null);
  const [row] = found.markets;
  assert.deepEqual([row?.from, row?.symbol, row?.candidate], ["captured", "NEW", { matched: false }]);
});

Deno.test("a preview has the shape that is documented", async () => {
  const found = await preview({
    running: RISES,
    candidate: GUARDED,
    captured: [NEW],
    series: [AVERAGE, AVERAGE.replace("20", "10")],
  });
  const { cost: _, ...rest } = found;
  const timings = { total_ms: 1, fetch_ms: 1, run_ms: 1, running: null, candidate: null };
  const sent = { ...rest, executor: "answered", missing: [], timings };
  assert.deepEqual(previewSchema.parse(JSON.parse(JSON.stringify(sent))), JSON.parse(JSON.stringify(sent)));
});

Deno.test("a candidate that does not compile has its errors, breaks every market and is proven unsound", async () => {
  const found = await preview({ running: GUARDED, candidate: "return nonsense(" });
  assert.equal(found.candidate.compiles, false);
  assert.deepEqual([found.candidate.errors[0]?.component, found.candidate.errors[0]?.class], [
    "filter",
    "compile",
  ]);
  assert.deepEqual(changesOf(found), new Set(["broken"]));
  assert.equal(found.proof?.verdict, "not_validated");
  assert.ok(found.missed?.why_incomplete.includes("candidate_does_not_compile"));
});

Deno.test("running code that does not compile is fixed everywhere", async () => {
  const found = await preview({ running: "return nonsense(", candidate: GUARDED });
  assert.equal(found.running.compiles, false);
  assert.deepEqual(changesOf(found), new Set(["fixed"]));
});

Deno.test("when neither code ends the preview still does, and offers no proof", async () => {
  const found = await preview({ running: ENDLESS, candidate: `${ENDLESS}\n`, errorType: "timeout" });
  assert.deepEqual(changesOf(found), new Set(["failing"]));
  assert.deepEqual([found.proof, found.why_no_proof], [null, "candidate_exceeds_limits"]);
  assert.deepEqual(found.missed?.signals, []);
  assert.ok(found.missed?.why_incomplete.includes("candidate_exceeds_limits"));
});

Deno.test("a candidate that does not end is said to break what worked", async () => {
  const found = await preview({ running: GUARDED, candidate: ENDLESS });
  assert.deepEqual(changesOf(found), new Set(["broken"]));
  assert.equal(found.why_no_proof, "candidate_exceeds_limits");
});

Deno.test("a candidate that does not end where there is no data is not proven", async () => {
  const found = await preview({
    running: GUARDED,
    candidate: `${K}for i := len(k); i != 1; i-- {\n\tif i < -5 {\n\t\ti = -2\n\t}\n}\nreturn len(k) > 300`,
  });
  assert.deepEqual([found.why_no_proof, found.findings], ["candidate_exceeds_limits", null]);
});

Deno.test("a candidate that silences the failure is found out over all markets", async () => {
  const found = await preview({ running: RISES, candidate: `${K}_ = k\nreturn false` });
  assert.ok(
    found.findings?.some(({ code, component }) => code === "constant_verdict" && component === "filter"),
  );
  assert.equal(found.proof?.verdict, "not_validated");
});

Deno.test("without an incident there is neither a proof nor a list of missed signals", async () => {
  const found = await preview({ running: RISES, candidate: GUARDED, incident: null });
  assert.deepEqual([found.proof, found.why_no_proof, found.missed], [null, "no_incident", null]);
});

Deno.test("series code is compared beside the filter, and drawn where there is a chart", async () => {
  const found = await preview({
    running: GUARDED,
    candidate: GUARDED,
    series: [AVERAGE, AVERAGE.replace("20", "10")],
    component: "series",
  });
  assert.deepEqual(changesOf(found), new Set(["equal"]));
  assert.deepEqual(changesOf(found, "series"), new Set(["changed"]));
  assert.equal(found.missed, null);
  const [drawn] = found.series;
  assert.ok(Array.isArray(drawn?.running?.["ma"]) && drawn.running["ma"].length > 0);
});

Deno.test("series code that is new changes what is drawn", async () => {
  const found = await preview({ running: GUARDED, candidate: GUARDED, series: ["", AVERAGE] });
  assert.deepEqual(changesOf(found, "series"), new Set(["changed"]));
});

Deno.test("what there is no time for is said not to have been run", async () => {
  const found = await preview({ running: RISES, candidate: GUARDED, budgetMs: 0.001 });
  assert.equal(found.summary.not_run, found.summary.markets);
  assert.deepEqual([found.proof, found.why_no_proof, found.findings], [null, "out_of_time", null]);
});

Deno.test("a chart is drawn of the failing symbols first, then of markets that are fixed or change", async () => {
  const young = [risingMarket("Y1", 10), risingMarket("Y2", 10)];
  const old = ["A", "B", "C", "D"].map((symbol) => risingMarket(symbol, 250));
  const { chart } = await preview({
    running: RISES,
    candidate: GUARDED,
    given: [...old, ...young],
    incident: { symbols: ["D"] },
  });
  assert.deepEqual(chart.map(({ symbol }) => symbol), ["D", "Y1", "Y2", "A"]);
});

Deno.test("the chart has the markets that change, with the marks of both codes at the candles that are known", async () => {
  const { chart } = await preview({ running: RISES, candidate: GUARDED });
  const [first] = chart;
  assert.deepEqual([first?.symbol, first?.candles.length, first?.timeframe], ["NEW", 10, "5m"]);
  assert.deepEqual(new Set(first?.markers.map(({ kind }) => kind)), new Set(["running_failed"]));
  assert.equal(first?.walked_from, first?.candles[0]?.[0]);
  const other = chart.find(({ symbol }) => symbol === "A");
  // Of 250 candles there is no telling what a filter was given before the last.
  assert.deepEqual(other?.markers.map(({ kind }) => kind), ["running_matched", "candidate_matched"]);
});

Deno.test("signals of the outage are found candle by candle, and what there was no time for is said", async () => {
  await using executor = startFakeExecutor();
  // Rises but for one candle of the outage, at which the candidate says no.
  const end = Math.floor(Date.now() / (5 * MINUTE)) * 5 * MINUTE;
  const candles = risingCandles(400).map((candle, index) => ({
    ...candle,
    openTime: end - (400 - index) * 5 * MINUTE,
    close: index === 395 ? 0.5 : candle.close,
  }));
  executor.markets.set("NEW", { "5m": candles });
  const up = `${K}if len(k) < 2 {\n\treturn false\n}\nreturn k[len(k)-1].Close > k[len(k)-2].Close`;
  const scene: Scene = {
    running: "return nonsense(",
    candidate: up,
    given: [{ ...NEW, klines: { "5m": candles.slice(-250) } }],
    incident: { first_seen: end - 40 * MINUTE + 1 },
    executor: { url: executor.url, token: undefined },
  };
  const { missed } = await preview(scene);
  assert.deepEqual([missed?.complete, missed?.why_incomplete], [true, []]);
  assert.deepEqual(missed?.signals.map(({ from, candles }) => [(end - from) / MINUTE, candles]), [[40, 3], [
    20,
    4,
  ]]);

  const cut = await preview({ ...scene, budgetMs: 0.001 });
  assert.deepEqual([cut.missed?.complete, cut.missed?.signals], [false, []]);
  assert.ok(cut.missed?.why_incomplete.includes("out_of_time"));
});

Deno.test("signals are missed where the running code takes too long, if that is what it was reported for", async () => {
  await using executor = startFakeExecutor();
  const end = Math.floor(Date.now() / (5 * MINUTE)) * 5 * MINUTE;
  const candles = risingCandles(400).map((candle, index) => ({
    ...candle,
    openTime: end - (400 - index) * 5 * MINUTE,
  }));
  executor.markets.set("NEW", { "5m": candles });
  const scene: Scene = {
    running: ENDLESS,
    candidate: GUARDED,
    given: [{ ...NEW, klines: { "5m": candles.slice(-250) } }],
    incident: { first_seen: end - 20 * MINUTE + 1 },
    executor: { url: executor.url, token: undefined },
  };
  const reported = await preview({ ...scene, errorType: "timeout" });
  assert.deepEqual(reported.missed?.signals.map(({ candles }) => candles), [4]);
  assert.equal(reported.missed?.complete, true);
  const other = await preview(scene);
  assert.deepEqual([other.missed?.signals, other.missed?.why_incomplete], [[], ["out_of_time"]]);
});
