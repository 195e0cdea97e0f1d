import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { listenForBody, startFixture } from "./support.ts";

const stack = await startFixture();
Deno.test.afterAll(() => stack.stop());
const { sql } = stack;

Deno.test("net.http_post sends the body's text once the transaction has committed", async () => {
  await using receiver = listenForBody();
  let committed = false;
  const id = await sql.begin(async (tx) => {
    const [row] = await tx`
      select net.http_post(${receiver.url}, '{"b": [1, 2], "a": "ü"}'::jsonb, timeout_milliseconds := 2000) as id`;
    await Promise.race([
      receiver.received.then(() => assert.ok(committed, "sent before the commit")),
      new Promise((resolve) => setTimeout(resolve, 100)),
    ]);
    committed = true;
    return row?.id;
  });
  // jsonb's own text form: keys in its order, a space after each colon and comma.
  assert.equal(await receiver.received, '{"a": "ü", "b": [1, 2]}');
  const response = await eventually(
    "the response to be recorded",
    async () => (await sql`select * from net._http_response where id = ${id}`)[0],
  );
  assert.equal(response.status_code, 200);
  assert.equal(response.content, "ok");
  assert.equal((await sql`select from net.http_request_queue where id = ${id}`).length, 0);
});

Deno.test("net.http_post sends nothing when the transaction rolls back", async () => {
  await using kept = listenForBody();
  await using dropped = listenForBody();
  await assert.rejects(sql.begin(async (tx) => {
    await tx`select net.http_post(${dropped.url})`;
    throw new Error("changed my mind");
  }));
  // A later request that arrives proves that the worker has been past the one that must not.
  await sql`select net.http_post(${kept.url})`;
  await kept.received;
  const first = await Promise.race([dropped.received, kept.received.then(() => "nothing")]);
  assert.equal(first, "nothing");
});

Deno.test("net.http_post gives up at its timeout and lets faster requests pass", async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<Response>();
  await using slow = listenForBody(() => released);
  await using fast = listenForBody();
  const [row] = await sql`select net.http_post(${slow.url}, timeout_milliseconds := 300) as id`;
  await slow.received;
  await sql`select net.http_post(${fast.url})`;
  await fast.received;
  const response = await eventually(
    "the response to be recorded",
    async () => (await sql`select * from net._http_response where id = ${row?.id}`)[0],
  );
  release(new Response());
  assert.ok(response.timed_out);
  assert.equal(response.status_code, null);
});

Deno.test("cron.schedule runs a job every second as its owner and records each run", async () => {
  await sql`create table public.ticks (who text, at timestamptz default clock_timestamp())`;
  await sql`select cron.schedule('tick', '1 second', 'insert into public.ticks (who) select current_user')`;
  const count = async (): Promise<number> => (await sql`select from public.ticks`).length;
  await eventually("two runs", async () => await count() >= 2 || undefined);
  const [run] = await sql`
    select d.* from cron.job_run_details as d join cron.job using (jobid)
    where jobname = 'tick' and d.status <> 'running'`;
  assert.equal(run?.status, "succeeded");
  assert.equal(run?.return_message, "INSERT 1");
  assert.equal((await sql`select distinct who from public.ticks`)[0]?.who, "postgres");
  await sql`select cron.unschedule('tick')`;
  await assert.rejects(sql`select cron.unschedule('tick')`.execute(), /could not find valid entry/);
});

Deno.test("cron records a job that fails with its message", async () => {
  await sql`select cron.schedule('fails', '1 second', 'select 1 / 0')`;
  const run = await eventually(
    "a run to be recorded",
    async () =>
      (await sql`select * from cron.job_run_details where command = 'select 1 / 0' and status = 'failed'`)[0],
  );
  assert.match(run.return_message, /division by zero/);
  await sql`select cron.unschedule('fails')`;
});

Deno.test("cron.schedule replaces a job of the same name and refuses a schedule it cannot read", async () => {
  await sql`select cron.schedule('nightly', '0 3 * * *', 'select 1')`;
  await sql`select cron.schedule('nightly', '0 4 * * *', 'select 2')`;
  const jobs = await sql`select schedule from cron.job where jobname = 'nightly'`;
  assert.deepEqual(jobs.map((job) => job.schedule), ["0 4 * * *"]);
  await assert.rejects(
    sql`select cron.schedule('never', '99 seconds', 'select 1')`.execute(),
    /invalid schedule/,
  );
});

Deno.test("vault stores secrets encrypted and gives them back to the project's owner", async () => {
  const [created] = await sql`select vault.create_secret('hush', 'test_secret', 'for a test') as id`;
  const read = async (): Promise<string> =>
    (await sql`select * from vault.decrypted_secrets where id = ${created?.id}`)[0]?.decrypted_secret;
  assert.equal(await read(), "hush");
  const [stored] = await sql`select secret from vault.secrets where id = ${created?.id}`;
  assert.ok(!stored?.secret.includes("hush"));
  await sql`select vault.update_secret(${created?.id}, 'louder')`;
  assert.equal(await read(), "louder");
});

Deno.test("vault is closed to anon and authenticated", async () => {
  for (const role of ["anon", "authenticated"]) {
    for (
      const statement of ["select * from vault.decrypted_secrets", "select vault.create_secret('x', 'y')"]
    ) {
      const attempt = sql.begin(async (tx) => {
        await tx.unsafe(`set local role ${role}`);
        await tx.unsafe(statement);
      });
      await assert.rejects(attempt, { code: "42501" });
    }
  }
});

Deno.test("db push stores the configured vault secrets and runs the seed", async () => {
  const [secret] =
    await sql`select decrypted_secret from vault.decrypted_secrets where name = 'fixture_secret'`;
  assert.equal(secret?.decrypted_secret, "from the configuration");
  assert.equal((await sql`select from public.ungranted`).length, 1);
});

Deno.test("migrations run as an owner who is no superuser", async () => {
  const [role] = await sql`select current_user as name, rolsuper from pg_roles where rolname = current_user`;
  assert.deepEqual({ ...role }, { name: "postgres", rolsuper: false });
});
