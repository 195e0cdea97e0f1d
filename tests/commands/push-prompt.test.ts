import assert from "node:assert/strict";
import {
  committedPrompt,
  openPromptSource,
} from "../../supabase/functions/regenerate-filter/prompt-source.ts";
import { ModelServer } from "../../local/model-server/model-server.ts";

const KEY = "sk-test-braintrust-0123456789abcdef";

interface Ran {
  code: number;
  out: string;
  err: string;
}

async function push(env: Record<string, string>, ...args: string[]): Promise<Ran> {
  const others = Object.entries(Deno.env.toObject()).filter(([name]) => !name.startsWith("BRAINTRUST_"));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", "scripts/push-prompt.ts", ...args],
    clearEnv: true,
    env: { ...Object.fromEntries(others), ...env },
  }).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

Deno.test("npm run prompt:push puts the committed prompt where functions then load it, message by message", async () => {
  await using server = new ModelServer();
  const env = { BRAINTRUST_API_KEY: KEY, BRAINTRUST_APP_URL: server.url };
  const { code, out } = await push(env);
  assert.equal(code, 0);
  assert.match(out, /regenerate-filter-go .*trader-error-recovery .*version 1000196$/m);
  assert.deepEqual(server.braintrust.projects, ["trader-error-recovery"]);

  const values: Record<string, string> = env;
  const loaded = await openPromptSource((name) => values[name]).load();
  assert.equal(loaded.version, "braintrust:1000196");
  assert.deepEqual(loaded.template.prompt, committedPrompt.template.prompt);
  assert.match(JSON.stringify(loaded.template.prompt), /\{\{#earlier\}\}/);
});

Deno.test("npm run prompt:push again replaces the prompt by a newer version, in the project that is named", async () => {
  await using server = new ModelServer();
  const env = { BRAINTRUST_API_KEY: KEY, BRAINTRUST_APP_URL: server.url, BRAINTRUST_PROJECT: "other" };
  await push(env);
  const { code, out } = await push(env);
  assert.equal(code, 0);
  assert.match(out, /project other .*version 1000197$/m);
  assert.deepEqual(server.braintrust.projects, ["other", "other"]);
});

Deno.test("npm run prompt:push calls the API at BRAINTRUST_API_URL and logs in at BRAINTRUST_APP_URL", async () => {
  await using app = new ModelServer();
  await using api = new ModelServer();
  const { code } = await push({
    BRAINTRUST_API_KEY: KEY,
    BRAINTRUST_APP_URL: app.url,
    BRAINTRUST_API_URL: `${api.url}/`,
  });
  assert.equal(code, 0);
  assert.deepEqual(app.braintrust.calls, ["POST /api/apikey/login"]);
  assert.deepEqual(api.braintrust.calls, ["POST /v1/project", "PUT /v1/prompt"]);
});

Deno.test("npm run prompt:push --dry-run shows the prompt and contacts nobody", async () => {
  await using server = new ModelServer();
  const { code, out } = await push({ BRAINTRUST_API_KEY: KEY, BRAINTRUST_APP_URL: server.url }, "--dry-run");
  assert.equal(code, 0);
  const shown = JSON.parse(out.slice(out.indexOf("{")));
  assert.deepEqual([shown.slug, shown.prompt_data.prompt], [
    "regenerate-filter-go",
    JSON.parse(JSON.stringify(committedPrompt.template.prompt)),
  ]);
  assert.deepEqual(server.bodies, []);
});

Deno.test("npm run prompt:push without a key exits with 2 and names the variable", async () => {
  const { code, err } = await push({});
  assert.equal(code, 2);
  assert.match(err, /^BRAINTRUST_API_KEY must be set/);
});

Deno.test("npm run prompt:push exits with 2 when Braintrust refuses, and tells no key", async () => {
  await using server = new ModelServer({ braintrust: { status: 401 } });
  const { code, err } = await push({ BRAINTRUST_API_KEY: KEY, BRAINTRUST_APP_URL: server.url });
  assert.equal(code, 2);
  assert.match(err, /^Cannot push the prompt to http/);
  assert.ok(!err.includes(KEY));
});
