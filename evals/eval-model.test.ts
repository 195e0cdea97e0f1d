import assert from "node:assert/strict";
import { ModelServer, type ModelStep } from "../local/model-server/model-server.ts";
import { forgotten, invented, resultSchema, runEval } from "./run-eval.ts";

const answer: ModelStep = { kind: "answer", answer: { filter_code: invented.fixed } };
const corpus = { "nil.json": forgotten, "unknown.json": invented };

/** A call costs a dollar at worst, and 20 cents as it is billed. */
function envFor(server: ModelServer): Record<string, string> {
  return {
    OPENAI_API_KEY: "key-for-tests",
    OPENAI_BASE_URL: server.openaiUrl,
    OPENAI_MODEL: "scripted-model",
    OPENAI_MAX_OUTPUT_TOKENS: "1000",
    OPENAI_PRICE_INPUT_PER_MTOK: "0",
    OPENAI_PRICE_OUTPUT_PER_MTOK: "1000",
  };
}

Deno.test("npm run eval asks no model unless it is told to, whatever keys there are", async () => {
  await using server = new ModelServer({ model: [answer] });
  const { code, out } = await runEval(corpus, ["--json"], envFor(server));
  assert.equal(code, 0);
  const result = resultSchema.parse(JSON.parse(out));
  assert.deepEqual([result.model, result.by_rules, result.by_model, result.cost_usd], [null, 1, 0, 0]);
  assert.deepEqual(server.calls, []);
});

Deno.test("npm run eval --model asks about what rules do not mend, and counts whose repair is validated and its cost", async () => {
  await using server = new ModelServer({ model: [answer] });
  const { code, out } = await runEval(corpus, ["--model", "--json"], envFor(server));
  assert.equal(code, 0);
  const { by_class, ...result } = resultSchema.parse(JSON.parse(out));
  assert.deepEqual([result.model, result.validated, result.by_rules, result.by_model], [
    "scripted-model",
    2,
    1,
    1,
  ]);
  assert.deepEqual([result.cost_usd, result.usd_per_validated, by_class.unknown?.cost_usd], [0.2, 0.1, 0.2]);
  assert.equal(result.same_verdicts_as_fixed, 2);
  assert.equal(server.calls.length, 1);
});

Deno.test("npm run eval --model tells the model the failing statement, and nothing of what the corpus knows", async () => {
  await using server = new ModelServer({ model: [answer] });
  await runEval({ "unknown.json": invented }, ["--model"], envFor(server));
  const asked = JSON.stringify(server.calls[0]?.body.messages.at(-1));
  assert.match(asked, /untrusted_failing_statement/);
  assert.ok(!asked.includes(invented.note) && !asked.includes("CalculateMA"), asked);
});

Deno.test("npm run eval --model takes series code for series code that fails", async () => {
  const series = (call: string): string => `return map[string]interface{}{"line": indicators.${call}}`;
  const fixed = series(`CalculateMASeries(data.Klines["5m"], 10)`);
  const one = {
    ...invented,
    component: "series",
    code: series(`CalculateSupertrend(data.Klines["5m"])`),
    fixed,
  };
  await using server = new ModelServer({
    model: [{ kind: "answer", answer: { filter_code: "return true", series_code: fixed } }],
  });
  const { out } = await runEval({ "series.json": one }, ["--model", "--json"], envFor(server));
  assert.equal(resultSchema.parse(JSON.parse(out)).by_model, 1);
});

Deno.test("npm run eval --model never makes a call that could pass --max-usd", async () => {
  await using server = new ModelServer({ model: [answer] });
  const three = { "unknown.json": [invented, invented, invented] };
  const { code, out } = await runEval(three, ["--model", "--max-usd", "1.3", "--json"], envFor(server));
  assert.equal(code, 0);
  const result = resultSchema.parse(JSON.parse(out));
  assert.deepEqual([server.calls.length, result.by_model, result.cost_usd], [2, 2, 0.4]);
  assert.match(result.failures[0]?.reason ?? "", /--max-usd 1\.3/);
});

const useless: Record<string, [ModelStep, number, RegExp]> = {
  "refuses": [{ kind: "refusal" }, 0.2, /llm_refused/],
  "is down": [{ kind: "status", status: 503 }, 0, /llm_unavailable/],
  "is cut off": [{ kind: "cut" }, 1, /llm_unavailable/],
  "answers what does not run": [
    { kind: "answer", answer: { filter_code: invented.code } },
    0.2,
    /CalculateSupertrend/,
  ],
};

for (const [name, [step, cost, reason]] of Object.entries(useless)) {
  Deno.test(`npm run eval --model measures a model that ${name}, and counts what that costs`, async () => {
    await using server = new ModelServer({ model: [step] });
    const { code, out } = await runEval({ "unknown.json": invented }, ["--model", "--json"], envFor(server));
    assert.equal(code, 0);
    const result = resultSchema.parse(JSON.parse(out));
    assert.deepEqual([result.validated, result.cost_usd, result.usd_per_validated], [0, cost, null]);
    assert.match(result.failures[0]?.reason ?? "", reason);
  });
}

const unusable: Record<string, [string[], Record<string, string>, RegExp]> = {
  "no key": [["--model"], {}, /^--model needs OPENAI_API_KEY/],
  "a model without a price": [
    ["--model"],
    { OPENAI_API_KEY: "key-for-tests", OPENAI_MODEL: "unheard-of" },
    /^Cannot price OPENAI_MODEL/,
  ],
  "a limit that is no number": [["--model", "--max-usd", "much"], {}, /^--max-usd must be a number/],
  "a limit for no model": [["--max-usd", "1"], {}, /^--max-usd limits what --model may cost/],
};

for (const [name, [args, env, named]] of Object.entries(unusable)) {
  Deno.test(`npm run eval refuses to ask a model with ${name} and exits with 2`, async () => {
    const { code, err } = await runEval(corpus, args, env);
    assert.equal(code, 2);
    assert.match(err, named);
  });
}
