import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { readCorpus } from "../../evals/corpus.ts";
import { ModelServer } from "../../local/model-server/model-server.ts";
import { scriptNamed, scriptNames } from "../../local/model-server/scripts.ts";
import {
  askModel,
  type ModelAnswer,
  ModelError,
  type RepairRequest,
} from "../../supabase/functions/regenerate-filter/model.ts";
import { askOptions, repairRequest } from "../support/repair-request.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const cases = await readCorpus(`${root}evals/corpus`);
const [first] = cases.filter(({ component }) => component === "filter");
const known = repairRequest({ code: first?.code ?? "" });
const tried = repairRequest({
  code: first?.code ?? "",
  earlier: [{ kind: "failed", code: "return true", failure: "x" }],
});

function ask(openaiUrl: string, request: RepairRequest, timeoutMs = 10_000): Promise<ModelAnswer> {
  return askModel(request, askOptions(openaiUrl, { apiKey: "local-stand-in", timeoutMs }));
}

/** What a script's server answers: code, or the reason why there is none. */
async function outcome(script: string, request: RepairRequest, timeoutMs?: number): Promise<string> {
  const step = scriptNamed(script, cases);
  assert.ok(step);
  await using server = new ModelServer({ model: [step] });
  try {
    return (await ask(server.openaiUrl, request, timeoutMs)).code;
  } catch (error) {
    assert.ok(error instanceof ModelError, `not a ModelError: ${error}`);
    return error.reason;
  }
}

Deno.test("the script good answers every case of the corpus with its fixed version, and refuses what is none", async () => {
  const step = scriptNamed("good", cases);
  assert.ok(step);
  await using server = new ModelServer({ model: [step] });
  for (const { name, code, component, fixed } of cases) {
    const series = component === "series";
    const request = series ? { code: "return false", seriesCode: code, component } : { code };
    const answer = await ask(server.openaiUrl, repairRequest(request));
    assert.equal(series ? answer.seriesCode : answer.code, fixed?.trimEnd(), name);
  }
  assert.equal(await outcome("good", repairRequest()), "llm_refused");
});

const OUTCOMES: Record<string, string> = {
  "same-bad": "return true",
  "refusal": "llm_refused",
  "truncated": "llm_truncated",
  "oversized": "llm_oversized",
  "empty": "llm_empty",
  "invalid-json": "llm_invalid_answer",
  "not-go": "The filter waits for } enough candles now.",
  "rate-limited": "llm_rate_limited",
  "error": "llm_unavailable",
  "cut": "llm_unavailable",
};

for (const [script, expected] of Object.entries(OUTCOMES)) {
  Deno.test(`the script ${script} gives ${expected}`, async () => {
    assert.equal(await outcome(script, known), expected);
  });
}

Deno.test("the script bad-then-good answers what was not tried with what fails, and then with the fixed version", async () => {
  assert.equal(await outcome("bad-then-good", known), "return true");
  assert.equal(await outcome("bad-then-good", tried), first?.fixed?.trimEnd());
});

Deno.test("the script slow leaves its caller waiting", async () => {
  assert.equal(await outcome("slow", known, 200), "llm_timeout");
});

Deno.test("every script is tested, and no other name is one", () => {
  const tested = [...Object.keys(OUTCOMES), "good", "bad-then-good", "slow"];
  assert.deepEqual([...scriptNames].sort(), tested.sort());
  assert.equal(scriptNamed("toString", cases), undefined);
});

function command(...args: string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", "local/model-server/main.ts", ...args],
    cwd: root,
    stdout: "piped",
    stderr: "piped",
  });
}

const sentSchema = z.object({ at: z.iso.datetime(), method: z.string(), path: z.string(), body: z.string() });

Deno.test("npm run model prints what to set, answers, records what it is sent without keys, and ends when told", async () => {
  const record = await Deno.makeTempFile();
  const child = command("--port", "0", "--record", record).spawn();
  try {
    let printed = "";
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      printed += text;
      if (printed.includes("Ctrl-C")) break;
    }
    const values = new Map(
      [...printed.matchAll(/^ {2}(\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]),
    );
    assert.match(values.get("OPENAI_BASE_URL") ?? "", /^http:\/\/127\.0\.0\.1:/);
    assert.ok(values.has("BRAINTRUST_APP_URL"));
    assert.equal((await ask(values.get("OPENAI_BASE_URL") ?? "", known)).code, first?.fixed?.trimEnd());
    child.kill("SIGTERM");
    assert.equal((await child.status).code, 0);
    const lines = (await Deno.readTextFile(record)).trim().split("\n").map((line) => JSON.parse(line));
    const [sent, ...more] = z.array(sentSchema).parse(lines);
    assert.deepEqual([sent?.method, sent?.path, more], ["POST", "/openai/v1/chat/completions", []]);
    assert.doesNotMatch(JSON.stringify(lines), /local-stand-in/);
  } finally {
    await child.stderr.cancel();
    await Deno.remove(record);
  }
});

for (
  const [option, value] of [["--script", "clever"], ["--port", "many"], ["--record", "/no/such/folder/file"]]
) {
  Deno.test(`npm run model refuses ${option} ${value} and exits with 2`, async () => {
    const { code, stderr } = await command("--port", "0", option ?? "", value ?? "").output();
    assert.equal(code, 2);
    assert.match(new TextDecoder().decode(stderr), new RegExp(`${option} must be`));
  });
}
