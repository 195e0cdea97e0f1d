// npm run doctor against a project that is whole, and against the same project with one thing broken at a time.
import assert from "node:assert/strict";
import { ModelServer } from "../../local/model-server/model-server.ts";
import { doctor } from "../support/doctor.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { checkDatabase, readInstallation, thisVersion } from "../../scripts/doctor/database.ts";
import type { Finding } from "../../scripts/doctor/finding.ts";
import { checkVault } from "../../scripts/doctor/secrets.ts";
import { readTarget } from "../../scripts/doctor/target.ts";
import { type Project, startProject } from "../support/project.ts";

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
      BRAINTRUST_API_KEY: "key",
      BRAINTRUST_APP_URL: model.url,
    }),
  );
});
Deno.test.afterAll(() => cleanup.disposeAsync());

Deno.test("doctor finds a project whole, and leaves nothing of its round trip", async () => {
  const { code, err, findings } = await doctor(project, ["--json"]);
  const wrong = findings.filter(({ status }) => status === "failed" || status === "skipped");
  assert.deepEqual([code, wrong, err], [0, [], ""]);
  assert.deepEqual(
    findings.filter(({ group }) => group === "round-trip").map(({ code }) => code),
    ["realtime", "report", "repair", "notification", "hidden", "announced", "cleaned_up"],
  );
  const [left] = await project.stack.sql`select
    (select count(*)::integer from auth.users where email like 'doctor-%') as users,
    (select count(*)::integer from public.traders where name = 'Doctor') as traders,
    (select count(*)::integer from public.trader_error_history) as errors,
    (select count(*)::integer from public.notifications) as notifications,
    (select count(*)::integer from public.llm_usage) as calls`;
  assert.deepEqual({ ...left }, { users: 0, traders: 0, errors: 0, notifications: 0, calls: 0 });
  assert.deepEqual([model.calls.length, project.stack.mails().length, executor.reloads.length], [
    0,
    0,
    0,
  ]);
});

interface Defect {
  /** What breaks the database. */
  sql: string;
  code: string;
  /** What else is told because of it. */
  more?: string[];
}

const DEFECTS: Record<string, Defect> = {
  "a function has other rights": {
    sql: "alter function private.recovery_problems() security definer",
    code: "catalogue_function",
  },
  "a function is missing": {
    sql: "drop function private.missing_secrets()",
    code: "catalogue_function",
    more: ["part_failing"],
  },
  "a view is missing": {
    sql: "drop view public.dead_letters",
    code: "catalogue_view",
    more: ["part_failing"],
  },
  "everybody has a right": { sql: "grant select on public.llm_usage to public", code: "catalogue_grant" },
  "a stranger may truncate": { sql: "grant truncate on public.audit_log to anon", code: "catalogue_grant" },
  "strangers have a policy": {
    sql: `create policy "Open" on public.llm_usage for select to anon using (true)`,
    code: "catalogue_policy",
  },
  "a constraint is another": {
    sql:
      "alter table public.llm_usage drop constraint llm_usage_status_is_known, add constraint llm_usage_status_is_known check (true)",
    code: "catalogue_constraint",
  },
  "Vault has an empty secret": {
    sql: "select vault.update_secret(id, '') from vault.secrets where name = 'recovery_functions_url'",
    code: "functions_url_missing",
  },
  "a trigger is missing": {
    sql: "drop trigger adopt_errors on public.trader_error_history",
    code: "catalogue_trigger",
  },
  "a trigger is disabled": {
    sql: "alter table public.trader_error_history disable trigger adopt_errors",
    code: "catalogue_trigger",
  },
  "a job is missing": { sql: "select cron.unschedule('recovery-prune')", code: "catalogue_job" },
  "a job is inactive": {
    sql: "select cron.alter_job(jobid, active := false) from cron.job where jobname = 'recovery-prune'",
    code: "catalogue_job",
  },
  "a job has another time": {
    sql:
      "select cron.alter_job(jobid, schedule := '0 0 * * *') from cron.job where jobname = 'recovery-prune'",
    code: "catalogue_job",
  },
  "nobody may listen": {
    sql: `drop policy "Users listen on their own channel" on realtime.messages`,
    code: "catalogue_policy",
  },
  "a policy lets everybody in": {
    sql: `alter policy "Operators see systemic faults" on public.systemic_faults using (true)`,
    code: "catalogue_policy",
  },
  "row security is off": {
    sql: "alter table public.notifications disable row level security",
    code: "catalogue_table",
  },
  "row security of traders is off": {
    sql: "alter table public.traders disable row level security",
    code: "traders_open",
  },
  "a right is missing": {
    sql: "revoke execute on function public.record_errors(jsonb, text) from service_role",
    code: "catalogue_grant",
  },
  "a stranger has a right": { sql: "grant select on public.llm_usage to anon", code: "catalogue_grant" },
  "an index is missing": {
    sql: "drop index public.audit_log_by_trader",
    code: "catalogue_index",
  },
  "a constraint is missing": {
    sql: "alter table public.llm_usage drop constraint llm_usage_status_is_known",
    code: "catalogue_constraint",
  },
  "Vault has no address of the functions": {
    sql: "delete from vault.secrets where name = 'recovery_functions_url'",
    code: "functions_url_missing",
  },
  "Vault has a wrong address of the functions": {
    sql:
      "select vault.update_secret(id, 'functions') from vault.secrets where name = 'recovery_functions_url'",
    code: "functions_url_wrong",
  },
};
for (const [name, { sql, code, more = [] }] of Object.entries(DEFECTS)) {
  Deno.test(`doctor tells that ${name}, and what it says mends it`, async () => {
    await project.stack.sql.unsafe(sql);
    const first = await failures();
    assert.deepEqual([...new Set(first.map((finding) => finding.code))].sort(), [code, ...more].sort());
    // What is made anew has the rights that the database gives by itself, which are told next.
    let left = first;
    for (let round = 0; round < 3 && left.length > 0; round++) {
      for (const { mend = "" } of left) if (mend.endsWith(";")) await project.stack.sql.unsafe(mend);
      left = await failures();
    }
    assert.deepEqual(left, []);
  });
}

Deno.test("doctor shows no secret that stands where an address belongs", async () => {
  const { sql } = project.stack;
  await sql`delete from vault.secrets where name = 'recovery_functions_url'`;
  await sql`select vault.create_secret(${project.webhookSecret}, 'recovery_functions_url')`;
  const { out, code } = await doctor(project, ["--only", "secrets"]);
  assert.equal(code, 1);
  assert.match(out, /recovery_functions_url is no address/);
  assert.ok(!out.includes(project.webhookSecret));
  await sql`delete from vault.secrets where name = 'recovery_functions_url'`;
  await sql`select vault.create_secret(${`${project.stack.apiUrl}/functions/v1`}, 'recovery_functions_url')`;
});

/** What fails in the groups that the database tells. */
async function failures(): Promise<Finding[]> {
  const { signal } = new AbortController();
  const target = readTarget(
    (variable) =>
      variable === "SUPABASE_URL"
        ? project.stack.apiUrl
        : variable === "SUPABASE_SECRET_KEY"
        ? project.stack.secretKey
        : undefined,
    signal,
  );
  const found = await readInstallation(target, signal);
  if ("status" in found) return [found];
  const findings = [...checkDatabase(target, found, await thisVersion()), ...checkVault(target, found)];
  return findings.filter(({ status }) => status === "failed");
}
