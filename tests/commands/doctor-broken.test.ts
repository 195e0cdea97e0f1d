// npm run doctor against a project with many faults at once, and what it does when it is asked wrongly or stopped.
import assert from "node:assert/strict";
import { doctor, startDoctor } from "../support/doctor.ts";
import { eventually } from "../support/eventually.ts";
import { newSecret, type Project, startProject } from "../support/project.ts";

/** Nothing listens there. */
const NOWHERE = "http://127.0.0.1:9";

let project: Project;

Deno.test.beforeAll(async () => {
  project = await startProject({
    APP_URL: "",
    BRAINTRUST_API_KEY: "key",
    BRAINTRUST_APP_URL: NOWHERE,
    EMAIL_FROM: "Recovery <recovery@unverified.example>",
    EXECUTOR_URL: NOWHERE,
    METRICS_TOKEN: "short",
    OPENAI_API_KEY: "sk-test-0123456789abcdef",
    OPENAI_MODEL: "a-model-without-a-price",
    OPERATOR_WEBHOOK_URL: "ftp://receiver.example.com",
    RESEND_WEBHOOK_SECRET: "secret",
  });
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

const doctorsUsers = async (): Promise<number> => {
  const [row] = await project.stack
    .sql`select count(*)::integer as users from auth.users where email like 'doctor-%'`;
  return row?.["users"];
};

Deno.test("doctor tells every fault of a project that has many, each with what comes of it and what mends it", async () => {
  const { sql } = project.stack;
  await sql`select vault.update_secret(id, ${newSecret()}) from vault.secrets where name = 'recovery_webhook_secret'`;
  await sql`select cron.unschedule('recovery-sweep')`;
  await sql`grant select on public.llm_usage to anon`;
  await sql`drop policy "Users listen on their own channel" on realtime.messages`;
  const { code, findings, failed } = await doctor(project, ["--json"]);
  assert.equal(code, 1);
  assert.deepEqual(failed, [
    "app_url_missing",
    "braintrust_unreachable",
    "catalogue_grant",
    "catalogue_job",
    "catalogue_policy",
    "executor_unreachable",
    "mail_domain_unverified",
    "metrics_token_weak",
    "model_misconfigured",
    "operator_webhook_malformed",
    "operator_webhook_secret_missing",
    "resend_webhook_secret_malformed",
    "webhook_secret_differs",
  ]);
  for (const { status, what, why, mend } of findings) {
    assert.ok(
      status !== "failed" || (why !== undefined && why !== "" && mend !== undefined && mend !== ""),
      what,
    );
  }
  assert.equal(findings.find(({ group }) => group === "round-trip")?.code, "not_tried");

  const told = await doctor(project, []);
  assert.equal(told.code, 1);
  assert.match(told.out, /13 failed/);
  for (
    const secret of [project.webhookSecret, project.recordErrorSecret, project.stack.secretKey, "sk-test-"]
  ) {
    assert.ok(!told.out.includes(secret));
  }
});

Deno.test("doctor tells that executors and functions have different secrets", async () => {
  const { code, failed, findings } = await doctor(project, ["--json", "--only", "round-trip"], {
    RECORD_ERROR_SECRET: newSecret(),
  });
  assert.equal(code, 1);
  assert.ok(failed.includes("record_error_secret_differs"), JSON.stringify(findings));
  assert.equal(await doctorsUsers(), 0);
});

Deno.test("doctor tells that a key is refused, and leaves nobody behind", async () => {
  const key = "sb_publishable_of-another-project";
  const wrong = await doctor(project, ["--json", "--only", "round-trip"], { SUPABASE_PUBLISHABLE_KEY: key });
  assert.deepEqual([wrong.code, wrong.failed], [1, ["round_trip_failed"]]);
  assert.equal(await doctorsUsers(), 0);

  const refused = await doctor(project, ["--json"], { SUPABASE_SECRET_KEY: "sb_secret_other" });
  assert.deepEqual([refused.code, refused.failed], [1, ["secret_key_refused"]]);
});

Deno.test("doctor tells that a project does not answer, or has no migrations of ours", async () => {
  const away = await doctor(project, ["--json"], { SUPABASE_URL: NOWHERE });
  assert.deepEqual([away.code, away.failed], [1, ["project_unreachable"]]);

  await project.stack.sql`alter function public.check_installation() rename to gone`;
  await project.stack.sql`notify pgrst, 'reload schema'`;
  const bare = await eventually("the API no longer has the function", async () => {
    const ran = await doctor(project, ["--json", "--only", "database"]);
    return ran.failed.includes("not_installed") ? ran : undefined;
  });
  assert.equal(bare.code, 1);
  await project.stack.sql`alter function public.gone() rename to check_installation`;
  await project.stack.sql`notify pgrst, 'reload schema'`;
});

Deno.test("doctor without what the round trip needs fails, unless it is left out", async () => {
  const env = { RECORD_ERROR_SECRET: "", SUPABASE_PUBLISHABLE_KEY: "" };
  const { code, failed } = await doctor(project, ["--json", "--only", "round-trip"], env);
  assert.deepEqual([code, failed], [1, ["round_trip_not_possible"]]);
  assert.equal((await doctor(project, ["--only", "functions"], env)).code, 0);
});

Deno.test("doctor that is stopped takes its synthetic user with it, and what was left behind goes at the next run", async () => {
  // No call of the database arrives, so that the round trip waits.
  const child = startDoctor(project, ["--only", "round-trip"]);
  await eventually("a repair that waits", async () => {
    const [row] = await project.stack.sql`select from public.proposed_fixes where status = 'queued' limit 1`;
    return row;
  });
  child.kill("SIGINT");
  const { code } = await child.output();
  assert.equal(code, 2);
  assert.equal(await doctorsUsers(), 0);

  const early = startDoctor(project, ["--only", "round-trip"]);
  await eventually("a user that is being set up", async () => await doctorsUsers() > 0 ? true : undefined);
  early.kill("SIGINT");
  assert.equal((await early.output()).code, 2);
  assert.equal(await doctorsUsers(), 0);

  const { data } = await project.admin.auth.admin.createUser({ email: "doctor-1@doctor.invalid" });
  await project.stack.sql`update auth.users set created_at = now() - interval '1 hour' where id = ${
    data.user?.id ?? null
  }`;
  await doctor(project, ["--only", "round-trip"], { RECORD_ERROR_SECRET: newSecret() });
  assert.equal(await doctorsUsers(), 0);
});

const misuses: Record<string, [string[], Record<string, string>, RegExp]> = {
  "no address": [[], { SUPABASE_URL: "" }, /SUPABASE_URL must be set/],
  "an address that is none": [[], { SUPABASE_URL: "project" }, /SUPABASE_URL must be .* but is project/],
  "no key": [[], { SUPABASE_SECRET_KEY: "" }, /SUPABASE_SECRET_KEY must be set/],
  "a key of the older kind": [
    [],
    { SUPABASE_SECRET_KEY: "eyJhbGciOiJIUzI1NiJ9" },
    /SUPABASE_SECRET_KEY must be a secret key/,
  ],
  "a secret that is none": [[], { RECORD_ERROR_SECRET: "secret" }, /RECORD_ERROR_SECRET must be whsec_/],
  "an unknown group": [["--only", "mail"], {}, /--only must be one of .* but is mail/],
  "every group left out": [["--only", "functions", "--skip", "functions"], {}, /--skip must leave a group/],
  "an unknown function": [["--keep", "mine"], {}, /--keep must be a function .* but is mine/],
  "an unknown option": [["--fast"], {}, /--fast/],
};
for (const [name, [args, env, named]] of Object.entries(misuses)) {
  Deno.test(`doctor with ${name} exits with 2 and says what it takes`, async () => {
    const { code, out, err } = await doctor(project, args, env);
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, named);
  });
}
