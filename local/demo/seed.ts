// Puts the demo's users and traders in place. Running it again changes nothing but the passwords.
import type { SupabaseClient } from "@supabase/supabase-js";
import type { Sql } from "postgres";
import { z } from "zod";
import type { DemoTrader } from "./traders/demo-trader.ts";

export interface Login {
  email: string;
  password: string;
}

export const demoEmail = "trader@example.com";
const operatorEmail = "operator@example.com";

export interface Project {
  /** A client with a secret key: users and other people's rows are not an executor's business. */
  admin: SupabaseClient;
  sql: Sql;
}

export async function seedDemo(
  { admin, sql }: Project,
  traders: readonly DemoTrader[],
): Promise<{ login: Login; operator: Login }> {
  const login = { email: demoEmail, password: newPassword() };
  const operator = { email: operatorEmail, password: newPassword() };
  const userId = await ensureUser(admin, login);
  await ensureUser(admin, operator, { role: "admin" });
  // Nobody wants to watch for an hour whether a mail comes.
  await sql`
    insert into public.notification_preferences (user_id, email_frequency) values (${userId}, 'immediate')
    on conflict (user_id) do nothing`;

  // Nor whether new code holds.
  await sql`update private.settings set watch_minimum = '1 minute', watch_candles = 0`;

  const { data, error } = await admin.from("traders").select("name").eq("user_id", userId);
  if (error) throw new Error(`Cannot read the demo's traders: ${error.message}`, { cause: error });
  const present = new Set(z.array(z.object({ name: z.string() })).parse(data).map(({ name }) => name));
  const missing = traders.filter(({ name }) => !present.has(name)).map((trader) => toRow(trader, userId));
  if (missing.length > 0) {
    const { error: refused } = await admin.from("traders").insert(missing);
    if (refused) throw new Error(`Cannot seed the demo's traders: ${refused.message}`, { cause: refused });
  }
  await encodeTwice(sql, userId, traders.filter(({ doubleEncoded }) => doubleEncoded));
  return { login, operator };
}

/** In SQL, because @supabase/lite stores what a JSON string holds where PostgREST stores the string. */
async function encodeTwice(sql: Sql, userId: string, traders: readonly DemoTrader[]): Promise<void> {
  await sql`
    update public.traders as t
    set filter = to_jsonb(t.filter::text)
    where t.user_id = ${userId}
      and t.name = any (${traders.map(({ name }) => name)})
      and jsonb_typeof(t.filter) = 'object'`;
}

async function ensureUser(
  admin: SupabaseClient,
  { email, password }: Login,
  app_metadata: Record<string, string> = {},
): Promise<string> {
  const { data, error } = await admin.auth.admin.createUser({
    email,
    password,
    email_confirm: true,
    app_metadata,
  });
  if (data.user) return data.user.id;
  if (error?.code !== "email_exists") {
    throw new Error(`Cannot create the user ${email}: ${error?.message}`, { cause: error });
  }
  const { data: listed, error: unlisted } = await admin.auth.admin.listUsers({ perPage: 1000 });
  const existing = listed.users.find((user) => user.email === email);
  if (!existing) throw new Error(`Cannot find the user ${email}: ${unlisted?.message}`, { cause: unlisted });
  const { error: refused } = await admin.auth.admin.updateUserById(existing.id, { password });
  if (refused) throw new Error(`Cannot set the password of ${email}: ${refused.message}`, { cause: refused });
  return existing.id;
}

function toRow(trader: DemoTrader, userId: string): Record<string, unknown> {
  const { name, description, strategy, filter } = trader;
  return {
    user_id: userId,
    name,
    description,
    strategy: { instructions: strategy },
    filter,
    language: "go",
    enabled: true,
  };
}

function newPassword(): string {
  return crypto.getRandomValues(new Uint8Array(9)).toBase64({ alphabet: "base64url" });
}
