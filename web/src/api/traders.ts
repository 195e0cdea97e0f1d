import type { SupabaseClient } from "@supabase/supabase-js";
import * as z from "zod/mini";
import { callDatabase, type CallOptions } from "./call.ts";
import { type Cursor, pageSchema } from "./page.ts";

export const traderStates = ["running", "degraded", "stopped", "disabled"] as const;
export type TraderState = (typeof traderStates)[number];

export const traderCardSchema = z.object({
  id: z.guid(),
  name: z.string(),
  language: z.string(),
  enabled: z.boolean(),
  is_built_in: z.boolean(),
  state: z.enum(traderStates),
  /** Since when it is in that state; null where that is not known. */
  since: z.nullable(z.string()),
  open_incidents: z.int(),
  /** The open incident that was seen last, and what happened in plain words. */
  incident_id: z.nullable(z.guid()),
  summary: z.nullable(z.string()),
  error_type: z.nullable(z.string()),
  error_message: z.nullable(z.string()),
  /** Since the running code was deployed. */
  error_count: z.int(),
  last_error_at: z.nullable(z.string()),
  waiting_fixes: z.int(),
  /** The incident whose repair has waited for a decision for longest. */
  waiting_incident_id: z.nullable(z.guid()),
  /** Errors of each of the last 24 hours, the current one last. */
  hours: z.array(z.int()),
});
export type TraderCard = z.infer<typeof traderCardSchema>;

export const tradersPageSchema = pageSchema(traderCardSchema);
export type TradersPage = z.infer<typeof tradersPageSchema>;

export type TraderSort = "recent" | "name" | "errors";

export interface TraderList {
  search: string;
  /** `waiting`: with a repair to decide on. */
  state: TraderState | "waiting" | null;
  sort: TraderSort;
  isBuiltIn: boolean;
}

/** A page of the user's traders, or of the built-in ones. */
export function listTraders(
  client: SupabaseClient,
  { search, state, sort, isBuiltIn, after, pageSize }: TraderList & {
    after: Cursor | null;
    pageSize: number;
  },
  options: CallOptions,
): Promise<TradersPage> {
  const args = { search: search || null, state, sort, built_in: isBuiltIn, after, page_size: pageSize };
  return callDatabase(client, "list_traders", args, tradersPageSchema, options);
}

const countsSchema = z.object({
  running: z.int(),
  degraded: z.int(),
  stopped: z.int(),
  disabled: z.int(),
  waiting: z.int(),
});
/** How many traders are in each state, and how many have a repair to decide on. */
export type TraderCounts = z.infer<typeof countsSchema>;

export function countTraders(
  client: SupabaseClient,
  isBuiltIn: boolean,
  options: CallOptions,
): Promise<TraderCounts> {
  return callDatabase(client, "list_trader_counts", { built_in: isBuiltIn }, countsSchema, options);
}
