import type { SupabaseClient } from "@supabase/supabase-js";
import * as z from "zod";
import { deploymentSchema } from "../../../supabase/functions/_shared/deployment.ts";
import { callDatabase, type CallOptions } from "./call.ts";
import { incidentSchema } from "./incidents.ts";
import { type Cursor, pageSchema } from "./page.ts";
import { listedVersionSchema, versionSchema } from "./versions.ts";

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
  since: z.string().nullable(),
  open_incidents: z.int(),
  error_type: z.string().nullable(),
  error_message: z.string().nullable(),
  /** Since the running code was deployed. */
  error_count: z.int(),
  last_error_at: z.string().nullable(),
  waiting_fixes: z.int(),
  /** The incident whose repair has waited for a decision for longest. */
  waiting_incident_id: z.guid().nullable(),
  /** Errors of each of the last 24 hours, the current one last. */
  hours: z.array(z.int()),
});
export type TraderCard = z.infer<typeof traderCardSchema>;

export const tradersPageSchema = pageSchema(traderCardSchema);
export type TradersPage = z.infer<typeof tradersPageSchema>;

export const traderPageSchema = traderCardSchema.extend({
  is_own: z.boolean(),
  /** Whether the user may decide on it: as its owner, or as an operator where it has none. */
  may_act: z.boolean(),
  description: z.string().nullable(),
  strategy: z.unknown(),
  /** With the rest of the filter: timeframes, indicators, conditions in words. */
  running: versionSchema.extend({ settings: z.unknown() }).nullable(),
  incidents: pageSchema(incidentSchema),
  versions: pageSchema(listedVersionSchema),
  /** The latest. */
  deployment: deploymentSchema.nullable(),
});
export type TraderPage = z.infer<typeof traderPageSchema>;

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

const costsSchema = z.object({
  attempts: z.int(),
  cost_usd: z.number(),
  /** Repairs that were accepted. */
  accepted: z.int(),
  /** Per UTC day, oldest first, today last. */
  days: z.array(z.object({ day: z.string(), cost_usd: z.number(), attempts: z.int() })),
});
/** What the repairs of a trader cost. */
export type TraderCosts = z.infer<typeof costsSchema>;

export function traderCosts(
  client: SupabaseClient,
  traderId: string,
  days: number,
  options: CallOptions,
): Promise<TraderCosts> {
  return callDatabase(client, "trader_costs", { trader_id: traderId, days }, costsSchema, options);
}
