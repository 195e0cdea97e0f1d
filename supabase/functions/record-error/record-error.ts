import { z } from "zod";
import { callDatabase } from "../_shared/database.ts";
import type { Logger } from "../_shared/log.ts";
import { type Rejection, sortEvents } from "./events.ts";

const recordedSchema = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.array(
    z.object({ index: z.int(), event_id: z.string(), code: z.string(), message: z.string() }),
  ),
  incidents: z.array(z.object({ incident_id: z.guid(), trader_id: z.guid(), is_new: z.boolean() })),
});

export type Recorded = Omit<z.infer<typeof recordedSchema>, "rejected"> & { rejected: Rejection[] };

/** Stores a batch in one transaction. What is accepted is committed when this returns. */
export async function recordErrors(batch: unknown[], log: Logger): Promise<Recorded> {
  const { events, places, rejected } = sortEvents(batch);
  if (events.length === 0) return { accepted: 0, duplicates: 0, rejected, incidents: [] };

  const recorded = await callDatabase("record_errors", { events }, recordedSchema, log);
  const refused = recorded.rejected.map((item) => ({ ...item, index: places[item.index] ?? item.index }));
  log.info("recorded", {
    accepted: recorded.accepted,
    duplicates: recorded.duplicates,
    rejected: rejected.length + refused.length,
  });
  return { ...recorded, rejected: [...rejected, ...refused].sort((a, b) => a.index - b.index) };
}
