// What owners of traders do, through the door that callers come by.
import type { Random } from "../../support/random.ts";
import { type FilterName, FILTERS } from "../../support/traders.ts";
import type { OwnedTrader, Platform } from "./platform.ts";

interface Act {
  platform: Platform;
  trader: OwnedTrader;
  random: Random;
}

const CALL_LIMIT_MS = 30_000;
const TRIES = 3;
const CAPS = [1, 2, 3, 5];

type Row = { id: string; status: string; code_sha256: string };

const ACTS: [weight: number, name: string, act: (act: Act) => Promise<void>][] = [
  [8, "accept", (act) => decide(act, "accept")],
  [2, "reject", (act) => decide(act, "reject")],
  [1, "accept with an edit", (act) => decide(act, "edit")],
  [2, "roll back", async (act) => {
    const version = await pickRow(act, "filter_versions");
    if (version) await call(act, "rollback-filter", { trader_id: act.trader.id, version_id: version.id });
  }],
  [2, "ask again", async (act) => {
    const incident = await pickRow(act, "trader_incidents", "open");
    if (incident) await call(act, "request-fix", { incident_id: incident.id });
  }],
  [2, "set an incident's status", async (act) => {
    const incident = await pickRow(act, "trader_incidents");
    const status = act.random.pick(["open", "ignored", "resolved"]);
    if (incident) await call(act, "set-incident-status", { incident_id: incident.id, status });
  }],
  [2, "set preferences", setPreferences],
  [2, "read", async ({ trader: { user } }) => void await user.client.rpc("mark_notifications_read", {})],
  [6, "break the code again", breakAgain],
];

/** One act of a random owner. That the platform is away is no surprise here; what is answered, the door notes. */
export async function actOfUser(platform: Platform, random: Random): Promise<void> {
  let at = random.number() * ACTS.reduce((sum, [weight]) => sum + weight, 0);
  const [, name, act] = ACTS.find(([weight]) => (at -= weight) < 0) ?? ACTS[0] ?? [];
  if (act === undefined) return;
  platform.records.count(`user: ${name}`);
  await act({ platform, trader: random.pick(platform.traders), random });
}

async function decide(act: Act, how: "accept" | "reject" | "edit"): Promise<void> {
  // Who wants to decide looks for what there is to decide on.
  const fix = await pickRow({ ...act, anyTrader: true }, "proposed_fixes", "proposed");
  if (fix === undefined) return;
  const body = {
    fix_id: fix.id,
    decision: how === "reject" ? "reject" : "accept",
    code_sha256: fix.code_sha256,
    ...(how === "reject" ? {} : { acknowledge_unvalidated: true }),
    ...(how === "edit" ? { code: `return ${act.random.whole(1, 1_000_000)} > len(data.Symbol)` } : {}),
  };
  await call(act, "apply-fix", body);
}

async function setPreferences({ platform, trader: { user }, random }: Act): Promise<void> {
  if (random.chance(0.5)) {
    const preferences = {
      user_id: user.id,
      email: random.chance(0.8),
      email_frequency: random.pick(["immediate", "hourly", "daily"]),
    };
    await user.client.from("notification_preferences").upsert(preferences);
    return;
  }
  const cap = random.pick(CAPS);
  platform.records.allow(user.id, cap);
  await user.client.from("recovery_preferences").upsert({
    user_id: user.id,
    daily_cost_cap_usd: cap,
    auto_regenerate: random.chance(0.9),
    auto_rollback: random.chance(0.8),
  });
}

/** In another app, which saves code that fails, and may tell the executor. */
async function breakAgain({ platform, trader: { id, user }, random }: Act): Promise<void> {
  const kind = random.pick<FilterName>(["missingFunction", "missingNilCheck", "endless", "noTrades"]);
  const code = individual(kind, random);
  const hash = await platform.project.stack.sql<
    { hash: string }[]
  >`select private.code_sha256(${code}, '') as hash`
    .catch(() => []);
  if (hash[0] !== undefined) platform.broken.set(hash[0].hash, kind);
  await user.client.from("traders").update({ filter: { code, requiredTimeframes: ["5m"] } }).eq("id", id);
  if (random.chance(0.8)) await platform.executor.load([id]).catch(() => {});
}

/** So that no two are the same code, nor the same repair. */
function individual(kind: FilterName, random: Random): string {
  const number = random.whole(4, 40);
  return FILTERS[kind].code.replace("count > 3", `count > ${number}`).replace("*rsi < 30", `*rsi < ${number}`)
    .replace(", 20)", `, ${number})`).replace("n > 3", `n > ${number}`);
}

async function pickRow(
  { trader, random, anyTrader = false }: Act & { anyTrader?: boolean },
  table: "proposed_fixes" | "filter_versions" | "trader_incidents",
  status?: string,
): Promise<Row | undefined> {
  const query = trader.user.client.from(table).select("*").order("created_at", { ascending: false }).limit(
    20,
  );
  if (!anyTrader) query.eq("trader_id", trader.id);
  if (status !== undefined) query.eq("status", status);
  const { data } = await query;
  return data === null || data.length === 0 ? undefined : random.pick(data as Row[]);
}

/** Sends a call, again when it was not answered; a refusal is an answer. */
async function call(
  { platform: { front }, trader: { user } }: Act,
  name: string,
  body: unknown,
): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      const response = await fetch(`${front.url}/functions/v1/${name}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...user.headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(CALL_LIMIT_MS),
      });
      await response.json();
      if (response.status < 500) return;
    } catch {
      // Cut off: the same call again.
    }
  }
}
