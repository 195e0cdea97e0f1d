import type { SupabaseClient } from "@supabase/supabase-js";
import * as z from "zod/mini";
import { deploymentSchema } from "../../../supabase/functions/_shared/deployment.ts";
import { callDatabase, type CallOptions } from "./call.ts";
import { incidentSchema } from "./incidents.ts";
import { pageSchema } from "./page.ts";
import { traderCardSchema } from "./traders.ts";
import { listedVersionSchema, versionSchema } from "./versions.ts";

export const traderPageSchema = z.extend(traderCardSchema, {
  is_own: z.boolean(),
  /** Whether the user may decide on it: as its owner, or as an operator where it has none. */
  may_act: z.boolean(),
  description: z.nullable(z.string()),
  strategy: z.unknown(),
  /** With the rest of the filter: timeframes, indicators, conditions in words. */
  running: z.nullable(z.extend(versionSchema, { settings: z.unknown() })),
  incidents: pageSchema(incidentSchema),
  versions: pageSchema(listedVersionSchema),
  /** The latest. */
  deployment: z.nullable(deploymentSchema),
});
export type TraderPage = z.infer<typeof traderPageSchema>;

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
