import assert from "node:assert/strict";
import type { Component } from "../_shared/filter-runtime/schema.ts";
import { risingMarket } from "../../../tests/support/markets.ts";
import { CodeRun, type Ran } from "./code-run.ts";
import { WorkBudget } from "./work-budget.ts";

const budget = (ms = 60_000): WorkBudget => new WorkBudget(ms, new AbortController().signal);
const OLD = Array.from({ length: 6 }, (_, index) => risingMarket(`OLD${index}`, 100));
const NEW = [risingMarket("NEW1", 5), risingMarket("NEW2", 5)];
const CLOSE = `k := data.Klines["5m"]\n`;
/** Does not end where there are many candles. */
const ENDLESS = `${CLOSE}for i := 0; len(k) > 50; i++ {\n\tif i > 10 {\n\t\ti = 0\n\t}\n}\nreturn true`;
const HEAVY = `${CLOSE}n := 0\nfor i := 0; i < 700*len(k); i++ {\n\tn++\n}\nreturn n > 1000`;

async function ran(
  code: string,
  groups: (typeof OLD)[],
  component: Component = "filter",
): Promise<CodeRun> {
  const run = new CodeRun(code, component, null);
  const spent = budget();
  for (const group of groups) {
    run.beginGroup();
    await run.run(group, spent, 0);
  }
  return run;
}

const steps = (one: Ran): number => one?.result.steps ?? -1;

Deno.test("code that does not end is run on one market, and taken to fail on the rest", async () => {
  const run = await ran(ENDLESS, [OLD]);
  assert.equal(run.exceeds, true);
  assert.ok(run.ran.every((one) => one?.result.ok === false && one.assumed));
  assert.deepEqual(run.ran.map((one) => steps(one) > 0), [true, false, false, false, false, false]);
  const [first] = run.ran;
  assert.ok(first?.result.ok === false);
  const { class: kind, code, line } = first.result.error;
  assert.deepEqual([kind, code], ["timeout", "preview_limit"]);
  assert.ok(line !== undefined && line >= 2 && line <= 4);
});

Deno.test("code that does not end on some markets is still run on those of another kind", async () => {
  const run = await ran(ENDLESS, [OLD.slice(0, 1), [...NEW, ...OLD]]);
  assert.deepEqual(run.ran.map((one) => one?.result.ok), [
    false,
    true,
    true,
    ...OLD.map(() => false),
  ]);
});

Deno.test("code that takes many steps and ends is run to its end", async () => {
  const run = await ran(HEAVY, [OLD]);
  assert.equal(run.exceeds, false);
  assert.ok(run.ran.every((one) => one?.result.ok === true && one.result.matched === true && !one.assumed));
  assert.ok(run.fuel > 50_000);
});

Deno.test("failures have the statement that fails, wherever they are among markets that work", async () => {
  const run = await ran(`${CLOSE}return k[19].Close > 0`, [
    [OLD[0], NEW[0], OLD[1], NEW[1]].flatMap((one) => one ?? []),
  ]);
  assert.deepEqual(run.ran.map((one) => one?.result.ok), [true, false, true, false]);
  for (const one of run.ran) {
    if (one?.result.ok === false) assert.equal(one.result.error.line, 2);
  }
});

Deno.test("code that does not compile is not run and fails on every market", async () => {
  const failure = { class: "compile", code: "syntax", message: "nonsense" } as const;
  const run = new CodeRun("nonsense", "filter", failure);
  const spent = budget();
  await run.run(OLD, spent, 0);
  assert.deepEqual(run.ran.map((one) => one?.result.ok === false && [one.result.error, one.assumed]), [
    ...OLD.map(() => [failure, false]),
  ]);
  assert.equal(spent.spentMs, 0);
});

Deno.test("without series code nothing is drawn, and nothing is run", async () => {
  const run = await ran("", [OLD.slice(0, 1)], "series");
  assert.deepEqual(run.ran, [{ result: { symbol: "OLD0", ok: true, series: {}, steps: 0 }, assumed: false }]);
});

Deno.test("markets that there is no time for are left out", async () => {
  const run = new CodeRun("return true", "filter", null);
  await run.run(OLD, budget(10), 10);
  assert.deepEqual(run.ran, OLD.map(() => null));
});

Deno.test("nothing is run for who went away", async () => {
  const gone = AbortSignal.abort(new Error("gone"));
  const run = new CodeRun("return true", "filter", null);
  await assert.rejects(run.run(OLD, new WorkBudget(1_000, gone), 0), /gone/);
});
