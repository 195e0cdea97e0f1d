// What Realtime tells: ids and states of rows that changed. A hint and nothing more; what changed is read.
import type { QueryKey } from "@tanstack/react-query";
import * as z from "zod/mini";
import { keys } from "../api/keys.ts";

export const liveEvents = ["incident", "fix", "deployment", "notification"] as const;
export type LiveEvent = (typeof liveEvents)[number];

const changeSchema = z.object({
  id: z.string(),
  trader_id: z.nullish(z.string()),
  incident_id: z.nullish(z.string()),
  status: z.optional(z.string()),
  attempt: z.optional(z.int()),
  step: z.optional(z.string()),
  step_done: z.nullish(z.int()),
  step_total: z.nullish(z.int()),
});
export type Change = z.infer<typeof changeSchema>;
const payloadSchema = z.object({ changes: z.array(changeSchema) });

/** The changes of a message; none where it is not one of ours. */
export function readChanges(payload: unknown): Change[] {
  return payloadSchema.safeParse(payload).data?.changes ?? [];
}

/** How far an attempt at a repair is. */
export interface FixProgress {
  fix_id: string;
  attempt: number;
  step: string;
  done: number | null;
  total: number | null;
}

/** The progress that a change tells, if it does. */
export function progressOf(change: Change): { incidentId: string; progress: FixProgress } | null {
  const { id, incident_id, attempt, step, step_done, step_total } = change;
  if (!incident_id || step === undefined || attempt === undefined) return null;
  return {
    incidentId: incident_id,
    progress: { fix_id: id, attempt, step, done: step_done ?? null, total: step_total ?? null },
  };
}

/** What has to be read again after an event. */
export function staleKeys(event: LiveEvent, changes: Change[]): QueryKey[] {
  if (event === "notification") return [keys.notifications];
  const stale = new Map<string, QueryKey>();
  for (const change of changes) {
    const { trader_id: traderId, incident_id } = change;
    const incidentId = event === "incident" ? change.id : incident_id;
    // Steps are shown as they are told; reading them would cost more than it shows.
    if (event === "fix" && change.step !== undefined) continue;
    stale.set("traders", keys.traders);
    if (traderId) stale.set(traderId, keys.trader(traderId));
    if (incidentId) stale.set(incidentId, keys.incident(incidentId));
    // A deployment does not tell its incident.
    if (event === "deployment") stale.set("incident", ["incident"]);
    if (event === "fix") stale.set("spend", keys.spend);
  }
  return [...stale.values()];
}
