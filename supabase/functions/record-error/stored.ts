import * as z from "zod";

/** What record_errors answers: counts, why events were rejected, the incidents touched, and each event's result in order. */
export const storedSchema = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.array(
    z.object({ index: z.int(), event_id: z.string().nullable(), code: z.string(), message: z.string() }),
  ),
  incidents: z.array(z.object({ incident_id: z.guid(), trader_id: z.guid(), is_new: z.boolean() })),
  results: z.array(z.object({
    index: z.int(),
    event_id: z.string().nullable(),
    status: z.enum(["accepted", "duplicate", "rejected"]),
    incident_id: z.guid().nullable(),
  })),
});

export type Stored = z.infer<typeof storedSchema>;

/** Why an event of the batch is not stored. */
export type Rejection = Stored["rejected"][number];

/** The part of an answer that is about `count` events from `start` on, with indices of its own. */
export function partOf(stored: Stored, start: number, count: number): Stored {
  const own = <T extends { index: number }>(items: T[]): T[] =>
    items.filter(({ index }) => index >= start && index < start + count)
      .map((item) => ({ ...item, index: item.index - start }));
  const results = own(stored.results);
  const touched = new Set(results.map(({ incident_id }) => incident_id));
  return {
    accepted: results.filter(({ status }) => status === "accepted").length,
    duplicates: results.filter(({ status }) => status === "duplicate").length,
    rejected: own(stored.rejected),
    incidents: stored.incidents.filter(({ incident_id }) => touched.has(incident_id)),
    results,
  };
}
