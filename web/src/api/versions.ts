import * as z from "zod/mini";
import { deploymentSchema } from "../../../supabase/functions/_shared/deployment.ts";

export const versionSchema = z.object({
  id: z.guid(),
  trader_id: z.guid(),
  version: z.int(),
  code: z.string(),
  series_code: z.string(),
  code_sha256: z.string(),
  source: z.enum(["original", "fix", "edit", "rollback", "external"]),
  fix_id: z.nullable(z.guid()),
  parent_id: z.nullable(z.guid()),
  health: z.enum(["unknown", "probation", "healthy", "failing"]),
  created_at: z.string(),
  started_at: z.nullable(z.string()),
  stopped_at: z.nullable(z.string()),
  live_since: z.nullable(z.string()),
});
/** Code that a trader has or had. */
export type Version = z.infer<typeof versionSchema>;

export const listedVersionSchema = z.extend(versionSchema, {
  is_running: z.boolean(),
  author: z.nullable(z.enum(["you", "owner", "operator"])),
  restores_version: z.nullable(z.int()),
  broke: z.array(z.object({ id: z.guid(), summary: z.string(), status: z.string(), first_seen: z.string() })),
  deployment: z.nullable(deploymentSchema),
});
/** A version in the list, with who wrote it, what it broke and how its deployment stands. */
export type ListedVersion = z.infer<typeof listedVersionSchema>;
