import assert from "node:assert/strict";
import { ModelServer, type ModelStep } from "../local/model-server/model-server.ts";
import { forgotten, invented, resultSchema, runEval } from "./run-eval.ts";

const KEY = "sk-test-braintrust-0123456789abcdef";
const answer: ModelStep = { kind: "answer", answer: { filter_code: invented.fixed } };
const corpus = { "nil.json": forgotten, "unknown.json": invented };

function envFor(server: ModelServer): Record<string, string> {
  return {
    BRAINTRUST_API_KEY: KEY,
    BRAINTRUST_APP_URL: server.url,
    OPENAI_API_KEY: "key-for-tests",
    OPENAI_BASE_URL: server.openaiUrl,
    OPENAI_MODEL: "scripted-model",
    OPENAI_PRICE_INPUT_PER_MTOK: "1",
    OPENAI_PRICE_OUTPUT_PER_MTOK: "10",
  };
}

/** The result without its times. */
function counted(out: string): unknown {
  return { ...resultSchema.parse(JSON.parse(out)), seconds: 0 };
}

Deno.test("npm run eval with a key is an experiment in Braintrust, a row per case, and prints the same", async () => {
  await using server = new ModelServer();
  const { code, out, err } = await runEval(corpus, ["--json"], envFor(server));
  const plain = await runEval(corpus, ["--json"]);
  assert.equal(code, 0);
  assert.deepEqual(counted(out), counted(plain.out));
  assert.match(err, /^Braintrust: http.*\/experiments\/repair/m);

  const [experiment, ...others] = server.braintrust.experiments;
  assert.equal(others.length, 0);
  assert.equal(experiment?.project_name, "trader-error-recovery");
  assert.match(String(experiment?.metadata["prompt_version"]), /^committed:/);
  assert.equal(experiment?.metadata["git_commit"], experiment?.repo_info?.commit);
  assert.equal(experiment?.metadata["model"], null);
  const rows = server.braintrust.spans();
  assert.ok(rows.every(({ evaluated, parent, ended }) => evaluated && parent === null && ended));
  const byCase = Object.fromEntries(rows.map((row) => [row.metadata["case"], row]));
  assert.deepEqual(Object.keys(byCase).sort(), ["nil", "unknown"]);
  assert.deepEqual(byCase["nil"]?.scores, { validated: 1, same_verdicts: 1 });
  assert.deepEqual([byCase["nil"]?.metadata["by"], byCase["nil"]?.expected], ["rules", forgotten.fixed]);
  assert.deepEqual(byCase["unknown"]?.scores, { validated: 0, same_verdicts: null });
  assert.deepEqual([byCase["unknown"]?.metadata["by"], byCase["unknown"]?.output], [null, null]);
});

Deno.test("the model's calls appear under their case, with what they cost", async () => {
  await using server = new ModelServer({ model: [answer] });
  await runEval({ "unknown.json": invented }, ["--model", "--json"], envFor(server));
  const spans = server.braintrust.spans();
  const row = spans.find(({ name }) => name === "eval");
  const call = spans.find(({ name }) => name === "Chat Completion");
  assert.deepEqual([call?.parent, call?.trace, call?.evaluated], ["eval", row?.trace, true]);
  assert.deepEqual([row?.metadata["by"], row?.output, row?.metrics["cost_usd"]], [
    "model",
    invented.fixed,
    0.003,
  ]);
  assert.ok((row?.metrics["seconds"] ?? 0) > 0);
  assert.equal(server.braintrust.experiments[0]?.metadata["model"], "scripted-model");
  assert.ok(!server.bodies.some((body) => body.includes("key-for-tests")));
});

Deno.test("an evaluation with a model asks with the prompt that Braintrust has, and says its version", async () => {
  const messages = [{
    role: "user",
    content: "Ours. {{{strategy}}} {{{code}}} {{{error}}} {{{input_shape}}}",
  }];
  await using server = new ModelServer({
    model: [answer],
    braintrust: { prompt: { version: "77", messages } },
  });
  await runEval({ "unknown.json": invented }, ["--model", "--json"], envFor(server));
  assert.match(server.calls[0]?.body.messages[0]?.content ?? "", /^Ours\./);
  assert.equal(server.braintrust.experiments[0]?.metadata["prompt_version"], "braintrust:77");
});

const DEAD = {
  "refuses the key": { status: 401 },
  "answers 503": { status: 503 },
  "does not take the rows": { refuseLogs: 500 },
  "does not answer": { delayMs: 60_000 },
};

for (const [name, braintrust] of Object.entries(DEAD)) {
  Deno.test(`a Braintrust that ${name} costs an evaluation one line on standard error`, async () => {
    await using server = new ModelServer({ braintrust });
    const { code, out, err } = await runEval(corpus, ["--json"], envFor(server));
    assert.equal(code, 0);
    assert.equal(resultSchema.parse(JSON.parse(out)).validated, 1);
    const lines = err.trim().split("\n").filter((line) => !line.startsWith("Candles: "));
    assert.equal(lines.length, 1, err);
    assert.match(lines[0] ?? "", /^Braintrust: cannot record this evaluation/);
    assert.ok(!err.includes(KEY));
  });
}
