import assert from "node:assert/strict";
import { ModelServer } from "../../../local/model-server/model-server.ts";
import { committedPrompt, openPromptSource } from "./prompt-source.ts";
import { text, version } from "./prompts/regenerate-filter-go.ts";

const PROMPT = { version: "1000196", messages: [{ role: "user", content: "{{code}}" }] };

function envFor(server: { url: string }): (name: string) => string | undefined {
  const values: Record<string, string> = {
    BRAINTRUST_API_KEY: "bt-key-for-tests",
    BRAINTRUST_APP_URL: server.url,
  };
  return (name) => values[name];
}

Deno.test("the prompt module carries the committed markdown and its hash", async () => {
  const file = await Deno.readTextFile(new URL("./prompts/regenerate-filter-go.md", import.meta.url));
  assert.equal(text, file);
  assert.match(version, /^committed:[0-9a-f]{12}$/);
});

Deno.test("without a Braintrust key the committed prompt serves", async () => {
  const source = openPromptSource(() => undefined);
  assert.equal(await source.load(), committedPrompt);
});

Deno.test("the prompt comes from Braintrust with its version, and from memory for 5 minutes", async () => {
  await using server = new ModelServer({ braintrust: { prompt: PROMPT } });
  let now = 0;
  const source = openPromptSource(envFor(server), { now: () => now });
  const loads = (): number => server.braintrust.calls.filter((call) => call === "GET /v1/prompt").length;

  const [first, second] = await Promise.all([source.load(), source.load()]);
  assert.equal(first.version, "braintrust:1000196");
  assert.equal(second, first);
  server.braintrust.script = { prompt: { ...PROMPT, version: "1000197" } };
  now = 299_999;
  assert.equal(await source.load(), first);
  assert.equal(loads(), 1);
  now = 300_000;
  assert.equal((await source.load()).version, "braintrust:1000197");
  assert.equal(loads(), 2);
});

const FAILURES = { "has no such prompt": {}, "refuses the key": { status: 401 }, "is down": { status: 503 } };

for (const [name, braintrust] of Object.entries(FAILURES)) {
  Deno.test(`the committed prompt serves for a minute when Braintrust ${name}`, async () => {
    await using server = new ModelServer({ braintrust });
    const reports: string[] = [];
    let now = 0;
    const source = openPromptSource(envFor(server), {
      now: () => now,
      onUnavailable: (message) => reports.push(message),
    });
    assert.equal(await source.load(), committedPrompt);
    server.braintrust.script = { prompt: PROMPT };
    now = 59_999;
    assert.equal(await source.load(), committedPrompt);
    now = 60_000;
    assert.equal((await source.load()).version, "braintrust:1000196");
    assert.equal(reports.length, 1);
    assert.match(reports[0] ?? "", /^Cannot load prompt regenerate-filter-go/);
  });
}

Deno.test("a Braintrust that does not answer delays the committed prompt by 2 seconds at most", async () => {
  const server = new ModelServer({ braintrust: { delayMs: 60_000 } });
  const source = openPromptSource(envFor(server), { onUnavailable: () => {} });
  const start = performance.now();
  assert.equal(await source.load(), committedPrompt);
  assert.ok(performance.now() - start < 2_500);
  await server[Symbol.asyncDispose]();
});
