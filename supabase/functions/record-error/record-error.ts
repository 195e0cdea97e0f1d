import { callDatabase } from "../_shared/database.ts";
import type { Logger } from "../_shared/log.ts";
import { sortEvents } from "./events.ts";
import { type Stored, storedSchema } from "./stored.ts";
import { Together } from "./together.ts";

const together = new Together((events, caller, log) =>
  callDatabase("record_errors", { events, caller }, storedSchema, log)
);

/** What a caller sent in one call. */
export interface SentReport {
  batch: unknown[];
  /** Of its text. */
  length: number;
  /** The name of the key or secret that admitted the caller. */
  caller: string;
}

/**
 * Stores a batch in one transaction, within the limits of the caller. What is accepted is committed when this returns.
 * @throws ApiError 429 with the seconds to wait when the caller reports too much, 503 when the database is away: nothing is stored then
 */
export async function recordErrors({ batch, length, caller }: SentReport, log: Logger): Promise<Stored> {
  const { events, places, rejected } = sortEvents(batch);
  const unread: Stored["results"] = rejected.map(({ index, event_id }) => ({
    index,
    event_id,
    status: "rejected",
    incident_id: null,
  }));
  if (events.length === 0) return { accepted: 0, duplicates: 0, rejected, incidents: [], results: unread };

  const stored = await together.store({ events, length, caller, log });
  const inBatch = <T extends { index: number }>(item: T): T => ({
    ...item,
    index: places[item.index] ?? item.index,
  });
  return {
    ...stored,
    rejected: [...rejected, ...stored.rejected.map(inBatch)].sort(byIndex),
    results: [...unread, ...stored.results.map(inBatch)].sort(byIndex),
  };
}

function byIndex(a: { index: number }, b: { index: number }): number {
  return a.index - b.index;
}
