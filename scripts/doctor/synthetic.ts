// A user and a trader that exist for the round trip only. Whatever becomes of it, they go again, and so do those of a run that was killed.
import type { SupabaseClient } from "@supabase/supabase-js";
import { z } from "zod";
import { connect, type Target } from "./target.ts";

/** No mail ever arrives there: RFC 2606 keeps .invalid from everybody. check_installation() knows it, too. */
const DOMAIN = "doctor.invalid";
/** Its repair is a rule's, so that it costs nothing: an indicator that has no value yet is used without looking. */
const FILTER = `rsi := indicators.GetLatestRSI(data.Klines["5m"], 14)
return *rsi < 30`;

export interface Synthetic {
  userId: string;
  traderId: string;
  /** As the user, and the token of their session. */
  owner: SupabaseClient;
  token: string;
}

/**
 * A user who gets no mail and may spend nothing, with a trader that is switched off and fails as it stands.
 * Throws what the project says against it; then nothing is left.
 * @param lasting a client whose calls a stop does not end, so that what was begun can be taken back
 */
export async function createSynthetic(
  target: Target,
  lasting: SupabaseClient,
  signal: AbortSignal,
): Promise<Synthetic> {
  const [email, password] = [`doctor-${crypto.randomUUID()}@${DOMAIN}`, crypto.randomUUID()];
  const created = await lasting.auth.admin.createUser({ email, password, email_confirm: true });
  if (created.error) throw new Error(`Cannot create a user: ${created.error.message}`);
  const userId = created.data.user.id;
  try {
    const token = await signIn(target, { email, password }, signal);
    const owner = connect(target.url, target.publishableKey ?? "", signal, token);
    await must(
      "notification_preferences",
      owner.from("notification_preferences").upsert({ user_id: userId, email: false }),
    );
    await must(
      "recovery_preferences",
      owner.from("recovery_preferences").upsert({ user_id: userId, daily_cost_cap_usd: 0 }),
    );
    return { userId, traderId: await createTrader(target.client, userId), owner, token };
  } catch (error) {
    await removeUser(lasting, userId);
    throw error;
  }
}

/** With the secret key, which no CAPTCHA is asked of; the session is not kept. */
async function signIn(
  { url, secretKey }: Target,
  credentials: { email: string; password: string },
  signal: AbortSignal,
): Promise<string> {
  const { data, error } = await connect(url, secretKey, signal).auth.signInWithPassword(credentials);
  if (error) throw new Error(`The synthetic user cannot sign in: ${error.message}`);
  return data.session.access_token;
}

async function createTrader(client: SupabaseClient, userId: string): Promise<string> {
  const filter = { code: FILTER, requiredTimeframes: ["5m"] };
  const { data, error } = await client.from("traders").insert({
    user_id: userId,
    name: "Doctor",
    enabled: false,
    filter,
  })
    .select("id").single();
  if (error) throw new Error(`Cannot create a trader: ${error.message}`);
  return z.object({ id: z.guid() }).parse(data).id;
}

/** Deletes the user with all that is stored of them. Throws when something is left. */
export async function removeUser(lasting: SupabaseClient, userId: string): Promise<void> {
  await must("traders", lasting.from("traders").delete().eq("user_id", userId));
  const { error } = await lasting.auth.admin.deleteUser(userId);
  if (error) throw new Error(`Cannot delete the user ${userId}: ${error.message}`);
}

/** The error that the filter really has, on a market with fewer candles than the indicator needs. */
export function syntheticError({ traderId }: Synthetic): string {
  return JSON.stringify({
    event_id: crypto.randomUUID(),
    trader_id: traderId,
    error_message: "panic in trader: reflect: call of reflect.Value.Float on zero Value",
    context: { symbol: "DOCTOR", trigger_interval: "5m" },
    market_data: youngMarket(),
  });
}

function youngMarket(): Record<string, unknown> {
  const begin = Date.now() - 10 * 300_000;
  const klines = Array.from({ length: 10 }, (_, index) => {
    const [open, close] = [100 + index, 101 + index];
    const openTime = begin + index * 300_000;
    return {
      openTime,
      closeTime: openTime + 299_999,
      open,
      close,
      high: close + 1,
      low: open - 1,
      volume: 1000,
      buyVolume: 600,
      sellVolume: 400,
      volumeDelta: 200,
      quoteVolume: 100_000,
      trades: 50,
    };
  });
  return {
    symbol: "DOCTOR",
    ticker: { lastPrice: 110, priceChangePercent: 1, quoteVolume: 1_000_000 },
    klines: { "5m": klines },
    timestamp: new Date().toISOString(),
  };
}

async function must(table: string, query: PromiseLike<{ error: { message: string } | null }>): Promise<void> {
  const { error } = await query;
  if (error !== null) throw new Error(`Cannot write ${table}: ${error.message}`);
}
