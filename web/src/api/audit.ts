import * as z from "zod/mini";
import { pageSchema } from "./page.ts";

/** Null for what an entry does not tell. */
function maybe<T>(type: z.ZodMiniType<T>): z.ZodMiniType<T | null> {
  return z.pipe(z.nullish(type), z.transform((value) => value ?? null));
}

/** Numbers and codes that go with an entry; each action has its own of them. */
const detailsSchema = z.object({
  from_version: maybe(z.int()),
  to_version: maybe(z.int()),
  version: maybe(z.int()),
  restores_version: maybe(z.int()),
  is_edited: maybe(z.boolean()),
  is_validated: maybe(z.boolean()),
  is_confirmed: maybe(z.boolean()),
  /** Why a deployment is not live. */
  code: maybe(z.string()),
  summary: maybe(z.string()),
  ignored_until: maybe(z.string()),
  escalation: maybe(z.string()),
  has_recovered: maybe(z.boolean()),
});

export const auditEntrySchema = z.object({
  id: z.int(),
  trader_id: z.guid(),
  /** `unknown`: code that came from outside, or a user who is gone. */
  actor: z.enum(["you", "owner", "operator", "system", "unknown"]),
  action: z.string(),
  incident_id: z.nullable(z.guid()),
  reason: z.nullable(z.string()),
  // An entry whose details cannot be read is still one that happened.
  details: z.catch(detailsSchema, () => detailsSchema.parse({})),
  created_at: z.string(),
});
/** Something that was done to a trader. */
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditPageSchema = pageSchema(auditEntrySchema);
