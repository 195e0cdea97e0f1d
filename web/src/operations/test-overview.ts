import type { FixDay, Overview, Queue } from "../api/operations.ts";

export const quietQueue: Queue = { waiting: 0, due: 0, oldest_s: null };

export const quietDay: FixDay = {
  day: "2026-11-28",
  made: 0,
  proven: 0,
  accepted: 0,
  rejected: 0,
  failed: 0,
  unfixable: 0,
  held: 0,
};

/** A platform on which nothing happens, for tests, with what is different. */
export function overviewWith(different: Partial<Overview>): Overview {
  return {
    problems: [],
    queues: {
      fixes: quietQueue,
      held: quietQueue,
      deployments: quietQueue,
      emails: quietQueue,
      feedback: quietQueue,
      alerts: quietQueue,
    },
    reported_per_minute: 0,
    sweeper: { age_s: 3, late_after_s: 30, silent_after_s: 120, failing: null },
    systemic_faults: [],
    dead_letters: [],
    model_calls: { is_on: true, set_at: null, set_by: null, held_fixes: 0 },
    spend_today_usd: 0,
    figures: {
      made_at: "2026-11-28T12:30:00Z",
      open_incidents: { code: 0, data: 0, executor: 0 },
      errors_by_hour: [],
      fixes_by_day: [quietDay],
      spend_by_day: [],
      costs: { cost_usd: 0, accepted: 0, cost_per_accepted_usd: null },
    },
    ...different,
  };
}
