// The checks of a run can fail: each kind of violation is planted in a platform that is sound, seen, and taken back.
import assert from "node:assert/strict";
import postgres, { type TransactionSql } from "postgres";
import { accepted } from "../../support/decisions.ts";
import { fixOf } from "../../support/proposed-fix.ts";
import { errorEvent, type FilterName, FILTERS, market } from "../../support/traders.ts";
import { brokenChecks } from "./checks.ts";
import { post } from "./load.ts";
import { type Platform, startPlatform } from "./platform.ts";
import { brokenComparisons, type Known } from "./record-checks.ts";
import { knownOf } from "./run.ts";
import { settle } from "./settle.ts";

const LIMIT_MS = 120_000;

interface Plant {
  /** The check that has to see it. */
  seen: string;
  /** In the database, whose triggers are off. */
  plant?: (sql: TransactionSql) => Promise<unknown>;
  /** In what the driver knows. */
  known?: (known: Known) => Partial<Known>;
}

const PLANTS: Record<string, Plant> = {
  "a row of the history is lost": {
    seen: "every trader's history counts what was sent, once",
    plant: (sql) =>
      sql`delete from public.trader_error_history where id = (select min(id) from public.trader_error_history)`,
  },
  "an error is counted twice": {
    seen: "an incident counts what its history holds",
    plant: (sql) => sql`update public.trader_error_history set occurrences = occurrences + 1`,
  },
  "an acknowledged error is forgotten": {
    seen: "every acknowledged error is remembered",
    plant: (sql) => sql`delete from private.error_event_ids`,
  },
  "an error is made up": {
    seen: "nothing is remembered that nobody sent",
    plant: (sql) => sql`insert into private.error_event_ids (event_id) values (gen_random_uuid())`,
  },
  "a fault has two open incidents": {
    seen: "a fault of a trader has at most one live incident",
    plant: async (sql) => {
      await sql`drop index public.trader_incidents_one_live`;
      await sql`update public.trader_incidents set status = 'open', resolved_at = null, resolved_by_version_id = null, fingerprint = 'v2:same', trader_id = (
        select trader_id from public.trader_incidents limit 1)`;
    },
  },
  "a fix stays in the queue": {
    seen: "nothing is on its way any more",
    plant: (sql) => sql`update public.proposed_fixes set status = 'queued' where status = 'proposed'`,
  },
  "a held fix is due at no time": {
    seen: "what is leased or waits is due at a time",
    plant: async (sql) => {
      await sql`alter table public.proposed_fixes alter column next_attempt_at drop not null`;
      await sql`update public.proposed_fixes set status = 'held', reason = 'daily_cost_cap', next_attempt_at = null
        where status = 'proposed'`;
    },
  },
  "a reservation is not released": {
    seen: "nothing stays reserved",
    plant: (sql) => sql`update public.daily_spend set reserved_usd = reserved_usd + 1`,
  },
  "the day's spend is not what the ledger says": {
    seen: "a day's spend is what the ledger says",
    plant: (sql) => sql`update public.daily_spend set spent_usd = spent_usd + 0.5`,
  },
  "a call is charged twice": {
    seen: "a call is charged at most what was reserved for it, and once",
    plant: async (sql) => {
      await sql`alter table public.llm_usage drop constraint llm_usage_once_per_call`;
      await sql`insert into public.llm_usage (fix_id, attempt, call, trader_id, user_id, day, model, status, reserved_usd, settled_usd, settled_at)
        select fix_id, attempt, call, trader_id, user_id, day, model, status, reserved_usd, settled_usd, settled_at from public.llm_usage limit 1`;
    },
  },
  "a call is not in the ledger": {
    seen: "every call that the model answered is in the ledger",
    known: ({ modelCalls }) => ({ modelCalls: modelCalls + 100 }),
  },
  "a user's cap is overshot": {
    seen: "a user's day costs no more than the user ever allowed",
    known: ({ caps }) => ({ caps: new Map([...caps.keys()].map((user) => [user, 0])) }),
  },
  "a trader's cap is overshot": {
    seen: "what a trader's repairs cost on a day stays under its cap, and is what the ledger says",
    plant: (sql) => sql`update private.trader_attempts set committed_usd = 6`,
  },
  "an incident's cap is overshot": {
    seen: "what an incident's repairs cost stays under its cap",
    plant: (sql) => sql`update public.llm_usage set reserved_usd = 3, settled_usd = 3`,
  },
  "an incident takes a fourth attempt": {
    seen: "an incident takes no more attempts than it may",
    plant: (sql) => sql`update public.proposed_fixes set attempt = 4`,
  },
  "a fix becomes two versions": {
    seen: "a fix becomes at most one version",
    plant: (sql) =>
      sql`update public.filter_versions set fix_id = (select fix_id from public.filter_versions where fix_id is not null limit 1)`,
  },
  "a fix is deployed twice": {
    seen: "a fix is deployed at most once, but for what its owner sends again",
    plant: (sql) =>
      sql`insert into public.deployments (trader_id, user_id, version_id, fix_id, status, deployed_at)
        select trader_id, user_id, version_id, fix_id, 'verified', now() from public.deployments where fix_id is not null limit 1`,
  },
  "the executor runs other code": {
    seen: "the executor runs the version that is live",
    known: () => ({ executor: { running: () => "0".repeat(64) } }),
  },
  "a mail goes out twice": {
    seen: "a mail goes out once",
    known: ({ mails }) => ({
      mails: new Map([...mails.keys()].map((key) => [key, new Set(["one", "two"])])),
    }),
  },
  "a mail counts as sent that was not": {
    seen: "a mail that counts as sent went out, and one that went out was claimed",
    known: () => ({ mails: new Map() }),
  },
  "one mail has two states": {
    seen: "all that one mail tells has one state",
    plant: (sql) =>
      sql`update public.notifications as n set mail_id = m.mail_id, email_claimed_at = now(), email_status = 'failed', email_sent_at = null
        from (select mail_id from public.notifications where mail_id is not null limit 1) as m
        where n.id = (select id from public.notifications where email_status = 'sent' order by created_at desc limit 1)`,
  },
  "a change is told twice": {
    seen: "a change of state is told once",
    plant: async (sql) => {
      await sql`alter table public.notifications drop constraint notifications_once_per_change`;
      await sql`insert into public.notifications (user_id, trader_id, incident_id, kind, subject_id, occasion, title, body, link)
        select user_id, trader_id, incident_id, kind, subject_id, occasion, title, body, link from public.notifications limit 1`;
    },
  },
  "an incident is told to nobody": {
    seen: "an incident that was opened is told of",
    plant: (sql) => sql`delete from public.notifications`,
  },
  "a repair is told to nobody": {
    seen: "a repair that is offered or was given up is told of",
    plant: (sql) => sql`delete from public.notifications where kind = 'fix_proposed'`,
  },
  "a deployment is told to nobody": {
    seen: "a deployment that a user asked for and that is live is told of",
    plant: (sql) => sql`delete from public.notifications where kind = 'fix_deployed'`,
  },
  "a badge counts wrong": {
    seen: "users are told how much they have not read",
    plant: (sql) =>
      sql.unsafe(`create or replace function public.list_notifications(
        unread_only boolean default false, after jsonb default null, page_size integer default 20, kinds text[] default null, trader_id uuid default null
      ) returns jsonb language sql set search_path = '' as $$ select '{"unread": 77}'::jsonb $$`),
  },
  "an old signature is taken": {
    seen: "signatures of other times are refused",
    known: () => ({ strangeTimes: ["an event, 400 s off"] }),
  },
  "a call fails for no reason": {
    seen: "nobody is answered with a failure while nothing is out of order",
    known: () => ({ unexplained: [{ path: "/functions/v1/apply-fix", status: 500 }] }),
  },
};

let platform: Platform;
let admin: postgres.Sql;

Deno.test.beforeAll(async () => {
  platform = await startPlatform(1, { users: 1, tradersOfEach: 3 });
  const { stack } = platform.project;
  // Who may switch triggers off.
  admin = postgres(stack.dbUrl.replace("//postgres:", "//supabase_admin:"), { max: 1, onnotice: () => {} });
  const kinds: FilterName[] = ["missingFunction", "missingNilCheck", "endless"];
  await post(
    platform,
    platform.traders.map(({ id }, place) => {
      const kind = kinds[place] ?? "endless";
      return errorEvent(id, kind, {
        error_message: FILTERS[kind].message,
        code_sha256: platform.executor.running(id),
        market_data: market("NEWUSDT", kind === "missingNilCheck" ? 10 : 120),
      });
    }),
  );
  const fixes = await Promise.all(platform.traders.map(({ id, user }) => fixOf(user, id, ["proposed"])));
  const [{ user } = {}] = platform.traders;
  const [first] = fixes;
  assert.ok(user !== undefined && first !== undefined && first.code_sha256 !== null);
  await accepted(platform.project, user, { id: first.id, code_sha256: first.code_sha256 });
  assert.deepEqual((await settle(platform, LIMIT_MS)).stuck, []);
});
Deno.test.afterAll(async () => {
  await admin.end();
  await platform[Symbol.asyncDispose]();
});

class TakenBack extends Error {}

/** What is broken once this is planted, and only as long as it is looked at. */
async function brokenBy(
  { plant, known = (): Partial<Known> => ({}) }: Omit<Plant, "seen">,
): Promise<string[]> {
  const before = knownOf(platform);
  const traders = platform.traders.map(({ id }) => id);
  const users = platform.users.map(({ id }) => id);
  let broken: string[] = [];
  await admin.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await plant?.(sql);
    broken = [
      ...await brokenChecks(sql, traders, users),
      ...await brokenComparisons(sql, { ...before, ...known(before) }, traders),
    ];
    throw new TakenBack();
  }).catch((error) => {
    if (!(error instanceof TakenBack)) throw error;
  });
  return broken;
}

Deno.test("a platform that has settled breaks none of the checks", async () => {
  assert.deepEqual(await brokenBy({}), []);
});

for (const [name, { seen, ...planted }] of Object.entries(PLANTS)) {
  Deno.test(`the checks see that ${name}`, async () => {
    const broken = await brokenBy(planted);
    assert.ok(broken.some((one) => one.startsWith(`${seen}: `)), JSON.stringify(broken));
  });
}
