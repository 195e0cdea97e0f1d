// Mails under many callers at once: workers, readers, changing preferences, lost leases. A mail is what the provider sees under
// one key; the provider here takes a key once and remembers what was in it.
import assert from "node:assert/strict";
import { z } from "zod";
import { Random } from "../support/random.ts";
import {
  type Arena,
  createTraders,
  createUser,
  errorEvent,
  fault,
  meet,
  record,
  startArena,
  times,
} from "./support.ts";

const CALLERS = 24;
const ROUNDS = 8;
const SEED = Number(Deno.env.get("SEED") ?? 20261128);

const claimSchema = z.object({
  id: z.guid(),
  key: z.string(),
  attempt: z.int(),
  total: z.int(),
  entries: z.array(z.object({ id: z.guid() })),
}).nullable();

type Claim = NonNullable<z.infer<typeof claimSchema>>;

/** What has gone out, by key: ids of its entries. */
type Provider = Map<string, string[]>;

let arena: Arena;

Deno.test.beforeAll(async () => {
  arena = await startArena(CALLERS);
});
Deno.test.afterAll(async () => await arena[Symbol.asyncDispose]());

async function createReader(frequency: string): Promise<string> {
  const user = await createUser(arena);
  await arena.owner`
    insert into public.notification_preferences (user_id, email_frequency) values (${user}, ${frequency})`;
  return user;
}

async function claim(id: string): Promise<Claim | null> {
  const [row] = await arena.service`select public.claim_notification(${id}) as claim`;
  return claimSchema.parse(row?.claim);
}

/** Sends a claimed mail; sometimes the worker dies before, after, or the provider fails. */
async function send(mail: Claim, provider: Provider, random: Random): Promise<void> {
  const fate = random.pick(["sent", "sent", "sent", "lost before", "lost after", "failed"]);
  if (fate === "lost before") return;
  if (fate === "failed") {
    await arena.service`select public.fail_notification(${mail.id}, ${mail.attempt}, 'status_500', true)`;
    return;
  }
  const ids = mail.entries.map(({ id }) => id);
  assert.deepEqual(provider.get(mail.key) ?? ids, ids, "the same key is the same mail");
  provider.set(mail.key, ids);
  if (fate === "sent") {
    await arena.service`select public.finish_notification(${mail.id}, ${mail.attempt}, 'sent')`;
  }
}

/** Five bells for each of these, in any order, while leases run out and waits pass. */
async function ringFor(user: string, provider: Provider, random: Random): Promise<void> {
  const rows = await arena.owner<{ id: string }[]>`
    select id from public.notifications where user_id = ${user} and email_status in ('pending', 'sending')`;
  const ids = rows.flatMap(({ id }) => [id, id, id, id, id]).toSorted(() => random.number() - 0.5);
  await Promise.all(
    ids.slice(0, 60).map(async (id) => {
      const mail = await claim(id);
      if (mail !== null) await send(mail, provider, random);
    }),
  );
}

/** Leases run out, and what was put off is due. */
async function passTime(user: string): Promise<void> {
  await arena.owner`
    update public.notifications
    set email_lease_until = case when email_status = 'sending' then now() - interval '1 s' end,
      email_next_attempt_at = case when mail_id is null then email_next_attempt_at else least(email_next_attempt_at, now()) end
    where user_id = ${user} and email_status in ('pending', 'sending')`;
}

/** As the user's browser does it. */
async function readAll(user: string): Promise<void> {
  await arena.owner.begin(async (sql) => {
    await sql`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${
      JSON.stringify({ sub: user, role: "authenticated" })
    }, true), set_config('request.jwt.claim.sub', ${user}, true)`;
    await sql`select public.mark_notifications_read()`;
  });
}

async function everyMailIsOneMail(user: string, provider: Provider): Promise<void> {
  const rows = await arena.owner<{ id: string; mail_id: string | null; email_status: string }[]>`
    select id, mail_id, email_status from public.notifications where user_id = ${user}`;
  const sentIn = new Map<string, string[]>();
  for (const [key, ids] of provider) for (const id of ids) sentIn.set(id, [...sentIn.get(id) ?? [], key]);
  for (const { id, mail_id, email_status } of rows) {
    const keys = sentIn.get(id) ?? [];
    assert.ok(keys.length <= 1, `seed ${SEED}: notification ${id} went out in ${keys.length} mails`);
    if (email_status === "sent") assert.deepEqual(keys, [mail_id], `seed ${SEED}`);
  }
}

Deno.test("every notification goes out in one mail at most, whatever its workers and readers do", async () => {
  const random = new Random(SEED);
  const user = await createReader("immediate");
  const traders = await createTraders(arena, user, 4);
  const provider: Provider = new Map();
  await arena.owner`update private.settings set emails_per_hour = 1000`;
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.all([
      times(2, () => record(arena, [errorEvent(random.pick(traders), fault())])),
      ringFor(user, provider, random),
      random.chance(0.3) ? readAll(user) : undefined,
    ]);
    await passTime(user);
  }
  await everyMailIsOneMail(user, provider);
  assert.ok(provider.size > 0);
});

Deno.test("a trader is mailed about once in an hour, however many bells ring for however many changes", async () => {
  const user = await createReader("hourly");
  const traders = await createTraders(arena, user, 3);
  const mailed: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.all(traders.map((trader) => record(arena, [errorEvent(trader, fault())])));
    const rows = await arena.owner<{ id: string }[]>`
      select id from public.notifications where user_id = ${user} and email_status = 'pending'`;
    const claims = await Promise.all(rows.flatMap(({ id }) => Array.from({ length: 5 }, () => claim(id))));
    for (const mail of claims) {
      if (mail === null) continue;
      const about = await arena.owner<{ trader_id: string }[]>`
        select distinct trader_id from public.notifications where mail_id = ${mail.id}`;
      mailed.push(...about.map(({ trader_id }) => trader_id));
      await arena.service`select public.finish_notification(${mail.id}, ${mail.attempt}, 'sent')`;
    }
  }
  assert.deepEqual(mailed.toSorted(), traders.toSorted());
});

Deno.test("a preference that changes while mails are claimed holds for all that is not claimed yet", async () => {
  const user = await createReader("immediate");
  const traders = await createTraders(arena, user, 10);
  await Promise.all(traders.map((trader) => record(arena, [errorEvent(trader, fault())])));
  const rows = await arena.owner<
    { id: string }[]
  >`select id from public.notifications where user_id = ${user}`;
  const [claims] = await Promise.all([
    Promise.all(rows.map(({ id }) => claim(id))),
    arena.owner`update public.notification_preferences set email = false where user_id = ${user}`,
  ]);
  const claimed = claims.flatMap((mail) => mail?.entries.map(({ id }) => id) ?? []);
  const after = await arena.owner<{ id: string; email_status: string }[]>`
    select id, email_status from public.notifications where user_id = ${user}`;
  for (const { id, email_status } of after) {
    assert.equal(email_status, claimed.includes(id) ? "sending" : "skipped");
  }
});

Deno.test("a mail is claimed again while its reader marks all read, without a deadlock", async () => {
  const user = await createReader("immediate");
  const traders = await createTraders(arena, user, 2);
  await record(arena, [errorEvent(traders[0] ?? "", fault())]);
  // The mail to be tried again has the lowest id there is, what waits a higher one.
  const retried = "00000000-0000-4000-8000-000000000000";
  await arena.owner`update public.notifications set id = ${retried} where user_id = ${user}`;
  const mail = await claim(retried);
  assert.equal(mail?.id, retried);
  await arena.service`select public.fail_notification(${retried}, 1, 'status_500', true)`;
  await record(arena, [errorEvent(traders[1] ?? "", fault())]);
  await passTime(user);

  const outcomes = await meet(
    arena,
    (sql) => sql`select from public.notifications where id = ${retried} for update`,
    [() => readAll(user), () => claim(retried)],
  );
  assert.deepEqual(outcomes, ["done", "done"]);
  const [row] = await arena.owner`select count(*)::integer as unread from public.notifications
    where user_id = ${user} and read_at is null`;
  assert.equal(row?.["unread"], 0);
});

Deno.test("a trader is deleted while a mail about it is made up, without a deadlock", async () => {
  const user = await createReader("immediate");
  const [trader = ""] = await createTraders(arena, user, 1);
  await record(arena, [errorEvent(trader, fault()), errorEvent(trader, fault())]);
  // The lower id comes last in the table: a cascade takes rows as they lie there.
  const lower = "00000000-0000-4000-8000-000000000001";
  await arena.owner`update public.notifications set id = ${lower}
    where id = (select min(id::text)::uuid from public.notifications where user_id = ${user})`;
  const outcomes = await meet(
    arena,
    (sql) => sql`select from public.notifications where id = ${lower} for update`,
    [() => claim(lower), () => arena.service`delete from public.traders where id = ${trader}`],
  );
  assert.deepEqual(outcomes, ["done", "done"]);
});
