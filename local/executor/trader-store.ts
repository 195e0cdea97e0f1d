// Reads the owner's traders with the owner's own session: row security decides what this executor may run.
import type { SupabaseClient } from "@supabase/supabase-js";
import { z } from "zod";
import { type RunningTrader, traderRowSchema } from "./running-trader.ts";

const requestTimeoutMs = 5_000;

export interface StoredTraders {
  traders: RunningTrader[];
  /** Rows whose filter cannot be read; one of them must not keep the others from running. */
  unreadable: { id: string; why: string }[];
}

export async function readTraders(
  client: SupabaseClient,
  ownerId: string,
  signal: AbortSignal,
): Promise<StoredTraders> {
  const { data, error } = await enabledGoTraders(client, ownerId, signal).order("name");
  if (error) throw new Error(`Cannot read the traders: ${error.message}`, { cause: error });

  const stored: StoredTraders = { traders: [], unreadable: [] };
  for (const row of data) {
    const parsed = traderRowSchema.safeParse(row);
    if (parsed.success) stored.traders.push(parsed.data);
    else stored.unreadable.push({ id: String(row.id), why: z.prettifyError(parsed.error) });
  }
  return stored;
}

/** Undefined when the owner has no such trader, or it is switched off, or its code is not Go. */
export async function readTrader(
  client: SupabaseClient,
  ownerId: string,
  id: string,
  signal: AbortSignal,
): Promise<RunningTrader | undefined> {
  const { data, error } = await enabledGoTraders(client, ownerId, signal).eq("id", id).maybeSingle();
  if (error) throw new Error(`Cannot read trader ${id}: ${error.message}`, { cause: error });
  return data ? traderRowSchema.parse(data) : undefined;
}

// deno-lint-ignore explicit-function-return-type -- the builder's type is inferred from the columns.
function enabledGoTraders(client: SupabaseClient, ownerId: string, signal: AbortSignal) {
  return client.from("traders")
    .select("id, name, filter")
    .match({ user_id: ownerId, enabled: true, language: "go" })
    .abortSignal(AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]));
}
