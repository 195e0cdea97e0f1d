import assert from "node:assert/strict";
import { forgotten, resultSchema, runEval } from "./run-eval.ts";

Deno.test("npm run eval counts what is repaired, validated and judged as the fixed version does", async () => {
  const { code, out } = await runEval({
    "nil.json": forgotten,
    "several.json": [
      { code: "for {}", class: "loop", note: "endless" },
      { ...forgotten, fixed: forgotten.fixed.replace("<", ">") },
    ],
  }, ["--json"]);
  assert.equal(code, 0);
  const result = resultSchema.parse(JSON.parse(out));
  assert.deepEqual([result.cases, result.repaired, result.validated, result.same_verdicts_as_fixed], [
    3,
    2,
    2,
    1,
  ]);
  assert.deepEqual(result.by_class.nil, {
    cases: 2,
    repaired: 2,
    validated: 2,
    same_verdicts_as_fixed: 1,
    by_rules: 2,
    by_model: 0,
    cost_usd: 0,
  });
  assert.deepEqual(result.by_failure.timeout, { cases: 1, repaired: 0, validated: 0 });
  assert.deepEqual([result.rate, result.compile_and_runtime_rate], [0.667, 1]);
  assert.deepEqual(result.failures.map((failure) => failure.case), ["several#1"]);
  assert.deepEqual(result.differing.map((differing) => differing.case), ["several#2"]);
  assert.ok(result.true_where_fixed_false > 0);
});

const unusable: Record<string, [Record<string, unknown>, RegExp]> = {
  "no case": [{ "README.md": "none" }, /--corpus must be a folder with cases/],
  "a file that is no JSON": [{ "broken.json": "{" }, /broken\.json must be JSON/],
  "a case without code": [{ "empty.json": { class: "nil" } }, /empty\.json must be a case .*code/s],
  "a case of an unknown component": [
    { "odd.json": { code: "", class: "x", component: "strategy" } },
    /odd\.json must be a case .*component/s,
  ],
};

for (const [name, [files, named]] of Object.entries(unusable)) {
  Deno.test(`npm run eval refuses a corpus with ${name} and exits with 2`, async () => {
    const { code, err } = await runEval(files);
    assert.equal(code, 2);
    assert.match(err, named);
  });
}

Deno.test("npm run eval refuses an option it does not know and exits with 2", async () => {
  const { code, err } = await runEval({}, ["--fast"]);
  assert.equal(code, 2);
  assert.match(err, /--fast/);
});
