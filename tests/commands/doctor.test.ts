// npm run doctor against a project that is whole, and against the same project with one thing broken at a time.
import assert from "node:assert/strict";
import { ModelServer } from "../../local/model-server/model-server.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { type Project, startProject } from "../support/project.ts";

interface Finding {
  group: string;
  status: string;
  code: string;
  what: string;
  why?: string;
  mend?: string;
}

let project: Project;
let model: ModelServer;
let executor: FakeExecutor;
const cleanup = new AsyncDisposableStack();

Deno.test.beforeAll(async () => {
  model = cleanup.use(new ModelServer());
  executor = cleanup.use(startFakeExecutor());
  project = cleanup.use(
    await startProject({
      EXECUTOR_URL: executor.url,
      EXECUTOR_TOKEN: "executor-token",
      OPENAI_API_KEY: "sk-test-0123456789abcdef",
      OPENAI_BASE_URL: model.openaiUrl,
      BRAINTRUST_API_KEY: "sk-braintrust-0123456789",
      BRAINTRUST_APP_URL: model.url,
    }),
  );
});
Deno.test.afterAll(() => cleanup.disposeAsync());

interface Ran {
  code: number;
  out: string;
  err: string;
  findings: Finding[];
}

async function doctor(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", "scripts/doctor.ts", ...args],
    env: {
      SUPABASE_URL: project.stack.apiUrl,
      SUPABASE_SECRET_KEY: project.stack.secretKey,
      SUPABASE_PUBLISHABLE_KEY: project.stack.publishableKey,
      RECORD_ERROR_SECRET: project.recordErrorSecret,
      ...env,
    },
  }).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  const [out, err] = [text(stdout), text(stderr)];
  return { code, out, err, findings: args.includes("--json") && out !== "" ? JSON.parse(out).findings : [] };
}

Deno.test("doctor finds a project whole", async () => {
  const { code, out, err } = await doctor([]);
  console.log(out, err);
  assert.equal(code, 0);
});
