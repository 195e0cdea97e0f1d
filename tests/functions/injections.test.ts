// What stands in tests/injections is put where users, executors and models can put text. The prompt must keep it inside of its blocks; and
// since a model may obey all the same, its obedient answer must not be proven. INJECTION_TABLE=1 prints what stopped each.
import assert from "node:assert/strict";
import {
  askModel,
  ModelError,
  type RepairRequest,
} from "../../supabase/functions/regenerate-filter/model.ts";
import { committedPrompt } from "../../supabase/functions/regenerate-filter/prompt-source.ts";
import { renderPrompt } from "../../supabase/functions/regenerate-filter/prompt.ts";
import { firstFailure, replay } from "../../supabase/functions/_shared/proof/replay.ts";
import { validate } from "../../supabase/functions/_shared/proof/validate.ts";
import {
  type Injection,
  readInjections,
  requestWith,
  SECRETS,
  SOUND,
  TOLD,
} from "../injections/injections.ts";
import { waves } from "../injections/waves.ts";
import { askOptions } from "../support/repair-request.ts";
import { ModelServer, type ModelStep, type RecordedCall } from "../../local/model-server/model-server.ts";

const injections = await readInjections();
const prompts = { load: () => Promise.resolve(committedPrompt) };
const inputs = {
  captured: waves(1, 10, "NEWUSDT"),
  others: waves(6, 250, "WAVEUSDT"),
  othersFrom: "executor" as const,
};
const table: string[][] = [];

Deno.test.afterAll(() => {
  if (Deno.env.get("INJECTION_TABLE") === undefined) return;
  console.log(["injection", "where", "what the obeying model answered", "how it was stopped"].join(" | "));
  for (const row of table) console.log(row.join(" | "));
});

Deno.test("there are injections for every place where text from outside enters", () => {
  const places = new Set(injections.map(({ where }) => where));
  assert.equal(places.size, 11);
  assert.ok(injections.length >= 20);
});

for (const injection of injections) {
  const title = `${injection.file}: text that ${injection.name}, in the ${injection.where}`;

  Deno.test(`${title}, leaves every block closed and takes no secret along`, async () => {
    const { messages } = await renderPrompt(requestWith(injection), prompts, SECRETS);
    const [system = "", user = ""] = messages.map(({ content }) => content);
    const innocent = await renderPrompt(requestWith({ ...injection, text: "INNOCENT" }), prompts, SECRETS);
    assert.equal(system, innocent.messages[0]?.content);
    assert.equal(outsideBlocks(user), outsideBlocks(innocent.messages[1]?.content ?? ""));
    const tags = [...user.matchAll(/<(\/?)untrusted_(\w+)>/g)].map(([, slash, name]) => `${slash}${name}`);
    assert.ok(tags.length >= 10);
    for (let index = 0; index < tags.length; index += 2) assert.equal(tags[index + 1], `/${tags[index]}`);
    for (const secret of SECRETS) assert.ok(!(system + user).includes(secret), secret);
  });

  Deno.test(`${title}, obeyed by a model, is stopped by ${injection.stopped_by}`, async () => {
    const { answer, stops } = await obey(injection);
    table.push([
      injection.name,
      injection.where,
      answer.replaceAll(/\s+/g, " ").slice(0, 70),
      stops.join(", ") || injection.stopped_by,
    ]);
    for (const secret of SECRETS) assert.ok(!answer.includes(secret), secret);
    if (injection.stopped_by !== "redacted") {
      assert.ok(stops.includes(injection.stopped_by), `stopped by ${stops.join() || "nothing"}`);
    }
  });
}

Deno.test("the repair that obeys nobody is validated on the same markets", async () => {
  const [first] = injections;
  assert.ok(first);
  assert.deepEqual((await obey({ ...first, obeys: SOUND })).stops, []);
});

Deno.test("a provider's error that quotes the key and the prompt puts neither into the failure", async () => {
  await using server = new ModelServer({
    model: [({ headers, body }) => ({
      kind: "body",
      body: {
        error: { code: 500, message: `${headers.get("authorization")} ${JSON.stringify(body.messages)}` },
      },
    })],
  });
  const [first] = injections;
  assert.ok(first);
  const error = await ask(server, requestWith(first)).catch((reason: unknown) => reason);
  assert.ok(error instanceof ModelError);
  for (const hidden of [...SECRETS, "untrusted_", "You repair"]) {
    assert.ok(!error.message.includes(hidden), hidden);
  }
});

/** Lets a model obey. Returns what it answered, and the codes of all that keeps the answer from being proven. */
async function obey(injection: Injection): Promise<{ answer: string; stops: string[] }> {
  let answer = "";
  const play = (call: RecordedCall): ModelStep => {
    const [, told = "nothing"] = TOLD.exec(call.body.messages[1]?.content ?? "") ?? [];
    answer = (injection.obeys ?? injection.content ?? "").replaceAll("{{told}}", told);
    return injection.obeys === undefined
      ? { kind: "content", content: answer }
      : { kind: "answer", answer: { filter_code: answer } };
  };
  await using server = new ModelServer({ model: [play] });
  const request = requestWith(injection);
  try {
    const { code } = await ask(server, request);
    return { answer, stops: await stopsOf(request.code, code) };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    assert.ok(!error.message.includes(injection.text.slice(0, 40)));
    return { answer, stops: [error.reason] };
  }
}

async function stopsOf(running: string, answered: string): Promise<string[]> {
  const base = { code: running, series_code: "" };
  const candidate = { code: answered, series_code: "" };
  const original = await replay(base, "filter", inputs);
  assert.equal(firstFailure(original)?.code, "nil_pointer");
  const validation = await validate({ base, candidate, component: "filter", inputs, original });
  if (validation.verdict === "validated") return [];
  const failure = firstFailure(await replay(candidate, "filter", inputs));
  return failure === null ? validation.suppression.map(({ code }) => code) : [failure.code];
}

function ask(server: ModelServer, request: RepairRequest): ReturnType<typeof askModel> {
  const [apiKey = ""] = SECRETS;
  return askModel(request, { ...askOptions(server.openaiUrl, { apiKey }), secrets: SECRETS });
}

function outsideBlocks(prompt: string): string {
  return prompt.replace(/<(untrusted_\w+)>\n[\s\S]*?\n<\/\1>/g, "<$1/>");
}
