import { z } from "zod";
import { callDatabase } from "../_shared/database.ts";
import type { Logger } from "../_shared/log.ts";
import { type Rejection, sortEvents } from "./events.ts";

const resultSchema = z.object({
  index: z.int(),
  event_id: z.string().nullable(),
  status: z.enum(["accepted", "duplicate", "rejected"]),
  incident_id: z.guid().nullable(),
});

const recordedSchema = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.array(
    z.object({ index: z.int(), event_id: z.string(), code: z.string(), message: z.string() }),
  ),
  incidents: z.array(z.object({ incident_id: z.guid(), trader_id: z.guid(), is_new: z.boolean() })),
  results: z.array(resultSchema),
});

/** What became of a batch: counts, why events were rejected, the incidents touched, and each event's result in the order of the batch. */
export type Recorded = Omit<z.infer<typeof recordedSchema>, "rejected"> & { rejected: Rejection[] };

/**
 * Stores a batch in one transaction, within the limits of the caller. What is accepted is committed when this returns.
 * @throws ApiError 429 with the seconds to wait when the caller reports too much, 503 when the database is away: nothing is stored then
 */
export async function recordErrors(batch: unknown[], caller: string, log: Logger): Promise<Recorded> {
  const { events, places, rejected } = sortEvents(batch);
  const unread = rejected.map(({ index, event_id }) => ({
    index,
    event_id,
    status: "rejected" as const,
    incident_id: null,
  }));
  if (events.length === 0) return { accepted: 0, duplicates: 0, rejected, incidents: [], results: unread };

  const recorded = await callDatabase("record_errors", { events, caller }, recordedSchema, log);
  const inBatch = <T extends { index: number }>(item: T): T => ({
    ...item,
    index: places[item.index] ?? item.index,
  });
  const answer = {
    ...recorded,
    rejected: [...rejected, ...recorded.rejected.map(inBatch)].sort(byIndex),
    results: [...unread, ...recorded.results.map(inBatch)].sort(byIndex),
  };
  log.info("recorded", {
    caller,
    accepted: answer.accepted,
    duplicates: answer.duplicates,
    rejected: answer.rejected.length,
  });
  return answer;
}

function byIndex(a: { index: number }, b: { index: number }): number {
  return a.index - b.index;
}
