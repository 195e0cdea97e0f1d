// How long things wait, and from when on that is too long.
import type { Overview, Queue } from "../api/operations.ts";
import type { Tone } from "../ui/badge.tsx";

/** Beyond these, in seconds, something is late, and then stuck. */
export type Limits = Pick<
  NonNullable<Overview["sweeper"]>,
  "late_after_s" | "silent_after_s"
>;

const DEFAULT_LIMITS: Limits = { late_after_s: 30, silent_after_s: 120 };

export function limitsOf({ sweeper }: Pick<Overview, "sweeper">): Limits {
  return sweeper ?? DEFAULT_LIMITS;
}

export interface AgeState {
  tone: Extract<Tone, "good" | "warn" | "bad">;
  label: string;
}

/** What to make of an age; null is that of nothing. */
export function ageState(age: number | null, { late_after_s, silent_after_s }: Limits): AgeState {
  if (age === null || age <= late_after_s) return { tone: "good", label: "On time" };
  return age <= silent_after_s ? { tone: "warn", label: "Late" } : { tone: "bad", label: "Stuck" };
}

type QueueName = keyof Overview["queues"];

export const queueNames: Record<QueueName, string> = {
  fixes: "Repairs",
  held: "Held repairs",
  deployments: "Deployments",
  emails: "E-mails",
  feedback: "Feedback on traces",
  alerts: "Alerts to the webhook",
};

export interface QueueRow extends Queue {
  name: QueueName;
  label: string;
  /** Null where nothing is ever due. */
  state: AgeState | null;
}

/** The queues as they are listed. What is held waits for somebody's word or another day, so it is never late. */
export function queueRows(overview: Pick<Overview, "queues" | "sweeper">): QueueRow[] {
  const limits = limitsOf(overview);
  return (Object.keys(queueNames) as QueueName[]).map((name) => {
    const queue = overview.queues[name];
    return {
      ...queue,
      name,
      label: queueNames[name],
      state: name === "held" ? null : ageState(queue.oldest_s, limits),
    };
  });
}

/** The queue whose oldest row is due for longest; null while nothing is due. */
export function oldestQueue(overview: Pick<Overview, "queues" | "sweeper">): QueueRow | null {
  const due = queueRows(overview).filter(({ name, oldest_s }) => name !== "held" && oldest_s !== null);
  return due.toSorted((a, b) => (b.oldest_s ?? 0) - (a.oldest_s ?? 0))[0] ?? null;
}
