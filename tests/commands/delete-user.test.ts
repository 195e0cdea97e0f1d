// One user's data goes, wherever it is; everybody else's stays. What is left is looked for in every table, also those to come.
import assert from "node:assert/strict";
import { ModelServer } from "../../local/model-server/model-server.ts";
import { accepted, deploymentIn } from "../support/decisions.ts";
import { eventually } from "../support/eventually.ts";
import { type FakeExecutor, startFakeExecutor } from "../support/fake-executor.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { fixOf } from "../support/proposed-fix.ts";
import { createTrader, errorEvent, FILTERS, market } from "../support/traders.ts";

const MENDED = FILTERS.endless.code.replace("\t\ti--\n\t}\n", "\t}\n\ti--\n");

let project: Project;
const cleanup = new AsyncDisposableStack();

Deno.test.beforeAll(async () => {
  const model = cleanup.use(
    new ModelServer({ model: [{ kind: "answer", answer: { filter_code: MENDED } }] }),
  );
  const executor: FakeExecutor = cleanup.use(startFakeExecutor());
  project = cleanup.use(
    await startProject({
      EXECUTOR_URL: executor.url,
      OPENAI_API_KEY: "sk-test-0123456789abcdef",
      OPENAI_BASE_URL: model.openaiUrl,
    }),
  );
  await project.stack.sql`update private.settings set systemic_traders = 1000`;
});
Deno.test.afterAll(() => cleanup.disposeAsync());

interface Ran {
  code: number;
  out: string;
  err: string;
}

async function deleteUser(...args: string[]): Promise<Ran> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", "scripts/delete-user.ts", ...args],
    env: {
      SUPABASE_URL: project.stack.apiUrl,
      SUPABASE_SECRET_KEY: project.stack.secretKey,
      DELETE_USER_WAIT_MS: "1000",
    },
  }).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

const report = (trader: string, marker: string): Record<string, unknown> =>
  errorEvent(trader, "missingNilCheck", {
    stack_trace: marker,
    market_data: { ...market("NEWUSDT", 10), timestamp: "2026-02-28T00:00:00Z" },
  });

/** A user with a repair that was accepted and runs, and another failure that only a language model might mend. */
async function createBusyUser(marker: string): Promise<{ user: TestUser; traders: string[] }> {
  const user = await project.createUser();
  const mended = await createTrader(project, user, "missingNilCheck");
  await project.callSigned("record-error", report(mended, marker), project.recordErrorSecret);
  const { id, code_sha256 } = await fixOf(user, mended, ["proposed"]);
  assert.ok(code_sha256 !== null);
  await deploymentIn(project, (await accepted(project, user, { id, code_sha256 })).id, "deployed");
  const endless = await createTrader(project, user, "endless");
  await project.callSigned(
    "record-error",
    errorEvent(endless, "endless", { stack_trace: marker, market_data: market("BTCUSDT", 250) }),
    project.recordErrorSecret,
  );
  assert.equal((await fixOf(user, endless, ["proposed"])).origin, "llm");
  await eventually("no mail under way", async () => {
    const [row] = await project.stack.sql`select from public.notifications
      where user_id = ${user.id} and email_status = 'sending' limit 1`;
    return row === undefined ? true : undefined;
  });
  return { user, traders: [mended, endless] };
}

/** Tables of which some row holds one of the texts, anywhere. */
async function tablesWith(texts: string[]): Promise<string[]> {
  const tables = await project.stack.sql<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class as c
    where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) order by 1`;
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await project.stack.sql.unsafe(
      `select from ${name} as t where exists (select from unnest($1::text[]) as x where position(x in t::text) > 0) limit 1`,
      [texts],
    );
    if (row !== undefined) found.push(name);
  }
  return found;
}

/** The platform's own, code that runs, what the user wishes, and today's sums, which hold the caps. */
const STAYS = [
  "daily_spend",
  "filter_versions",
  "notification_preferences",
  "private.trader_attempts",
  "recovery_preferences",
  "traders",
];

Deno.test("delete-user leaves nothing of a user but running code, wishes and today's sums, and everything of others", async () => {
  const [mine, other] = [await createBusyUser("marker-of-mine"), await createBusyUser("marker-of-other")];
  const othersBefore = await project.stack.sql`select count(*)::integer from public.trader_error_history
    where trader_id = any (${other.traders})`;
  const spent = await project.stack
    .sql`select sum(coalesce(settled_usd, reserved_usd)) as usd, count(*) from public.llm_usage`;

  const dry = JSON.parse((await deleteUser("--user", mine.user.id, "--dry-run", "--json")).out);
  assert.deepEqual([dry.traders, dry.errors, dry.incidents, dry.fixes, dry.deployments], [2, 2, 2, 2, 1]);
  assert.ok((await tablesWith(["marker-of-mine"])).includes("trader_error_history"));

  const { code, out, err } = await deleteUser("--user", mine.user.email, "--json");
  assert.equal(code, 0, err);
  assert.equal(JSON.parse(out).errors, 2);
  assert.deepEqual(await tablesWith(["marker-of-mine"]), []);
  const left = await tablesWith([mine.user.id, ...mine.traders]);
  assert.deepEqual(left.filter((name) => !STAYS.includes(name)), []);
  const [versions] = await project.stack
    .sql`select count(*) filter (where not is_running)::integer as old, count(*)::integer as all
    from public.filter_versions where trader_id = any (${mine.traders})`;
  assert.deepEqual({ ...versions }, { old: 0, all: 2 });
  assert.deepEqual(
    await project.stack
      .sql`select sum(coalesce(settled_usd, reserved_usd)) as usd, count(*) from public.llm_usage`,
    spent,
  );
  assert.deepEqual(
    await project.stack
      .sql`select count(*)::integer from public.trader_error_history where trader_id = any (${other.traders})`,
    othersBefore,
  );

  const again = JSON.parse((await deleteUser("--user", mine.user.id, "--json")).out);
  assert.deepEqual([again.errors, again.incidents, again.fixes, again.notifications], [0, 0, 0, 0]);
  await project.callSigned("record-error", report(mine.traders[0] ?? "", "later"), project.recordErrorSecret);
  await eventually("an incident of what fails again", async () => {
    const { data } = await mine.user.client.from("trader_incidents").select("id");
    return data?.length === 1 ? true : undefined;
  });
});

Deno.test("delete-user --account deletes the account and with it the traders", async () => {
  const { user, traders } = await createBusyUser("marker-of-account");
  const { code, err } = await deleteUser("--user", user.id, "--account");
  assert.equal(code, 0, err);
  assert.deepEqual(await tablesWith([user.id, ...traders, "marker-of-account"]), []);
  const { data } = await project.admin.auth.admin.getUserById(user.id);
  assert.equal(data.user, null);
});

Deno.test("delete-user while errors keep coming loses none of those that are acknowledged afterwards, and nobody waits in vain", async () => {
  const user = await project.createUser();
  const trader = await createTrader(project, user, "noTrades");
  let running = true;
  const answers: number[] = [];
  const reporting = Array.from({ length: 3 }, async () => {
    while (running) {
      const answer = await project.callSigned(
        "record-error",
        errorEvent(trader, "noTrades"),
        project.recordErrorSecret,
      );
      answers.push(answer.status);
      await answer.body?.cancel();
    }
  });
  for (let round = 0; round < 5; round++) {
    const { error } = await project.admin.rpc("delete_user_data", { user_id: user.id, dry_run: false });
    assert.ok(error === null || error.details === "work_under_way", JSON.stringify(error));
  }
  running = false;
  await Promise.all(reporting);
  assert.deepEqual([...new Set(answers)], [202]);
});

Deno.test("delete_user_data is refused while a mail is under way, and deletes nothing then", async () => {
  const user = await project.createUser();
  const trader = await createTrader(project, user, "noTrades");
  await project.callSigned("record-error", errorEvent(trader, "noTrades"), project.recordErrorSecret);
  await project.stack.sql`update public.notifications
    set email_status = 'sending', mail_id = gen_random_uuid(), email_attempts = 1, email_claimed_at = now(), email_lease_until = now() + interval '1 minute'
    where user_id = ${user.id}`;
  const { error } = await project.admin.rpc("delete_user_data", { user_id: user.id });
  assert.equal(error?.details, "work_under_way");
  const { data } = await user.client.from("trader_incidents").select("id");
  assert.equal(data?.length, 1);
});

const misuses: Record<string, [string[], RegExp]> = {
  "no user": [[], /--user must be/],
  "an address that nobody has": [["--user", "nobody@example.com"], /nobody@example\.com/],
  "an unknown option": [["--user", "x", "--force"], /--force/],
};
for (const [name, [args, named]] of Object.entries(misuses)) {
  Deno.test(`delete-user with ${name} exits with 2 and says what it takes`, async () => {
    const { code, out, err } = await deleteUser(...args);
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, named);
  });
}
