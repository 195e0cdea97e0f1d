import * as z from "zod";
import { deploymentSchema } from "../../../supabase/functions/_shared/deployment.ts";
import { incidentSchema } from "./incidents.ts";
import { pageSchema } from "./page.ts";
import { listedVersionSchema, versionSchema } from "./versions.ts";

export const traderCardSchema = z.object({
  id: z.guid(),
  name: z.string(),
  language: z.string(),
  enabled: z.boolean(),
  is_built_in: z.boolean(),
  state: z.enum(["running", "degraded", "stopped", "disabled"]),
  /** Since when it is in that state; null where that is not known. */
  since: z.string().nullable(),
  open_incidents: z.int(),
  error_type: z.string().nullable(),
  error_message: z.string().nullable(),
  /** Since the running code was deployed. */
  error_count: z.int(),
  last_error_at: z.string().nullable(),
  waiting_fixes: z.int(),
  /** Errors of each of the last 24 hours, the current one last. */
  hours: z.array(z.int()),
});
export type TraderCard = z.infer<typeof traderCardSchema>;

export const tradersPageSchema = pageSchema(traderCardSchema);

export const traderPageSchema = traderCardSchema.extend({
  description: z.string().nullable(),
  strategy: z.unknown(),
  running: versionSchema.nullable(),
  incidents: pageSchema(incidentSchema),
  versions: pageSchema(listedVersionSchema),
  /** The latest. */
  deployment: deploymentSchema.nullable(),
});
export type TraderPage = z.infer<typeof traderPageSchema>;
