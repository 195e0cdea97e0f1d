import * as z from "zod";
import type { User } from "../_shared/auth.ts";
import { callDatabase } from "../_shared/database.ts";
import type { Logger } from "../_shared/log.ts";

export const requestSchema = z.strictObject({
  incident_id: z.guid(),
  /** What the repair should heed, in the user's words. */
  hint: z.string().trim().min(1).max(2_000).optional(),
});

export const requestedSchema = z.object({ fix_id: z.guid() });

/** Has an incident repaired, or repaired once more, on the word of a user who may act on its trader. A fix that was held goes on. */
export async function requestFix(
  { incident_id, hint }: z.infer<typeof requestSchema>,
  user: User,
  log: Logger,
): Promise<z.infer<typeof requestedSchema>> {
  const fix_id = await callDatabase(
    "request_fix",
    { incident_id, actor: user.id, ...(hint === undefined ? {} : { hint }) },
    z.guid(),
    log,
  );
  log.info("fix_requested", { incident_id, fix_id, hinted: hint !== undefined });
  return { fix_id };
}
