// The cases of runtime/consistency through the module: what it was built to is what the Go toolchain tested.
// runtime/consistency/testdata/README.md describes the files.
import assert from "node:assert/strict";
import * as z from "zod";
import { runFilter } from "./filter-runtime.ts";
import { type Component, type MarketData, marketDataSchema, type RunResult } from "./schema.ts";

const FOLDER = new URL("../../../../runtime/consistency/testdata/", import.meta.url);
const FUNCTION = /^func (evaluate|calculateSeries)\(data \*types\.MarketData\) [^\n]*\{\n(.*?)^\}\n/ms;
const OUTPUT = /^\/\/ Output:(.*(?:\n\/\/ .*)*)$/m;

interface Case {
  name: string;
  component: Component;
  code: string;
  output: string[];
}

const markets = z.array(marketDataSchema).min(1).parse(
  JSON.parse(Deno.readTextFileSync(new URL("markets.json", FOLDER))),
);
const cases = ["", "differs/"].flatMap(readCases);

Deno.test("the consistency suite has its cases", () => {
  assert.ok(cases.length >= 100, `only ${cases.length} cases in ${FOLDER.pathname}`);
});

for (const { name, component, code, output } of cases) {
  Deno.test(`the module gives the verdicts of ${name}`, async () => {
    const results = await runFilter({ code, component, inputs: markets });
    assert.deepEqual(results.map(verdictOf), output);
  });
}

function readCases(folder: string): Case[] {
  return [...Deno.readDirSync(new URL(folder, FOLDER))]
    .filter(({ name }) => name.endsWith(".go"))
    .map(({ name }) => readCase(`${folder}${name}`, markets))
    .sort((a, b) => a.name < b.name ? -1 : 1);
}

function readCase(name: string, markets: MarketData[]): Case {
  const text = Deno.readTextFileSync(new URL(name, FOLDER)).replaceAll("\r\n", "\n");
  const [, kind, body] = FUNCTION.exec(text) ?? [];
  const verdicts = OUTPUT.exec(text)?.[1]?.replaceAll("\n// ", " ").trim().split(/\s+/) ?? [];
  const [first] = verdicts;
  if (body === undefined || first === undefined) throw new Error(`${name} lacks its function or its output`);
  return {
    name,
    component: kind === "evaluate" ? "filter" : "series",
    code: body.replace(/\n$/, ""),
    output: verdicts.length === 1 ? markets.map(() => first) : verdicts,
  };
}

function verdictOf(result: RunResult): string {
  if (result.ok) return result.series ? jsonOf(result.series) : String(result.matched);
  return { compile: "refused", runtime: "error", timeout: "timeout", memory: "memory" }[result.error.class];
}

/** As Go writes it: keys in order, and without the exponents of JavaScript. */
function jsonOf(series: Record<string, unknown>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(series).sort(([a], [b]) => a < b ? -1 : 1)));
}
