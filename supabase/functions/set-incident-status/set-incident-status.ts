import * as z from "zod";
import type { User } from "../_shared/auth.ts";
import { callDatabase } from "../_shared/database.ts";
import type { Logger } from "../_shared/log.ts";
import { reasonSchema } from "../_shared/reason.ts";

export const statusChangeSchema = z.strictObject({
  incident_id: z.guid(),
  status: z.enum(["open", "ignored", "resolved"]),
  reason: reasonSchema.optional(),
  /** Only with `ignored`: until when, whatever it does. Without it: until it spreads to other symbols or happens far more often. */
  ignored_until: z.iso.datetime({ offset: true }).optional(),
});

export const changedSchema = z.object({
  id: z.guid(),
  status: z.enum(["open", "ignored", "resolved"]),
  ignored_until: z.string().nullable(),
  decided_at: z.string().nullable(),
});

/** Resolves, ignores or reopens an incident on the word of a user who may act on its trader. */
export async function setIncidentStatus(
  change: z.infer<typeof statusChangeSchema>,
  user: User,
  log: Logger,
): Promise<z.infer<typeof changedSchema>> {
  const { incident_id, status, reason, ignored_until } = change;
  const changed = await callDatabase(
    "set_incident_status",
    {
      incident_id,
      actor: user.id,
      status,
      ...(reason === undefined ? {} : { reason }),
      ...(ignored_until === undefined ? {} : { ignored_until }),
    },
    changedSchema,
    log,
  );
  log.info("incident_status_set", { incident_id, status });
  return changed;
}
