import * as z from "zod";
import { deploymentSchema } from "../../../supabase/functions/_shared/deployment.ts";

export const versionSchema = z.object({
  id: z.guid(),
  trader_id: z.guid(),
  version: z.int(),
  code: z.string(),
  series_code: z.string(),
  code_sha256: z.string(),
  source: z.enum(["original", "fix", "edit", "rollback", "external"]),
  fix_id: z.guid().nullable(),
  parent_id: z.guid().nullable(),
  health: z.enum(["unknown", "probation", "healthy", "failing"]),
  created_at: z.string(),
  started_at: z.string().nullable(),
  stopped_at: z.string().nullable(),
  live_since: z.string().nullable(),
});
/** Code that a trader has or had. */
export type Version = z.infer<typeof versionSchema>;

export const listedVersionSchema = versionSchema.extend({
  is_running: z.boolean(),
  author: z.enum(["you", "owner", "operator"]).nullable(),
  restores_version: z.int().nullable(),
  broke: z.array(z.object({ id: z.guid(), summary: z.string(), status: z.string(), first_seen: z.string() })),
  deployment: deploymentSchema.nullable(),
});
/** A version in the list, with who wrote it, what it broke and how its deployment stands. */
export type ListedVersion = z.infer<typeof listedVersionSchema>;
