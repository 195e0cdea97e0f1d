// What each caller may do with the tables, views and functions of the API.
import type { Tenant } from "./tenants.ts";

export interface Access {
  /** Rows whose user_id is the caller's, or rows that belong to nobody and are for operators. */
  sees: "own" | "operators";
  /** What the owner may change; nobody else may. */
  update?: Record<string, unknown>;
  /** Whether the owner may add rows, in the own name only. */
  insert?: true;
  /** Whether the owner may delete them. */
  delete?: true;
}

export const TABLES: Record<string, Access> = {
  audit_log: { sees: "own" },
  daily_spend: { sees: "own" },
  dead_letters: { sees: "own" },
  deployments: { sees: "own" },
  filter_versions: { sees: "own" },
  fix_attempts: { sees: "own" },
  incident_hours: { sees: "own" },
  llm_usage: { sees: "own" },
  notification_preferences: { sees: "own", insert: true, update: { email: false } },
  notifications: { sees: "own", update: { read_at: new Date().toISOString() } },
  proposed_fixes: { sees: "own" },
  recovery_preferences: { sees: "own", insert: true, update: { auto_rollback: false } },
  systemic_faults: { sees: "operators" },
  trader_error_history: { sees: "own" },
  trader_incidents: { sees: "own" },
  // The platform's own table, with the policies of a platform that has none.
  traders: { sees: "own", insert: true, update: { name: "Renamed" }, delete: true },
  undeliverable_addresses: { sees: "own" },
};

/** What a signed-in user may call, with whose arguments. */
export interface Read {
  args: (of: Tenant) => Record<string, unknown>;
  /** What it answers: rows with ids of the tenant, figures without any, or a refusal of whoever is no operator. */
  answers: "rows" | "figures" | "TE403";
}

const ofTrader = ({ trader_id }: Tenant): Record<string, unknown> => ({ trader_id });
const ofIncident = ({ incident_id }: Tenant): Record<string, unknown> => ({ incident_id });
export const none = (): Record<string, unknown> => ({});

export const READS: Record<string, Read> = {
  incident_page: { args: ofIncident, answers: "rows" },
  is_operator: { args: none, answers: "figures" },
  list_audit: { args: ofTrader, answers: "rows" },
  list_errors: { args: ofIncident, answers: "rows" },
  list_incidents: { args: ofTrader, answers: "rows" },
  list_notifications: { args: none, answers: "rows" },
  list_trader_counts: { args: none, answers: "figures" },
  list_traders: { args: none, answers: "rows" },
  list_versions: { args: ofTrader, answers: "rows" },
  mark_notifications_read: {
    args: ({ notification_id }) => ({ ids: [notification_id] }),
    answers: "figures",
  },
  operator_overview: { args: none, answers: "TE403" },
  repair_costs: { args: none, answers: "figures" },
  spend_by_day: { args: none, answers: "figures" },
  trader_costs: { args: ofTrader, answers: "figures" },
  trader_page: { args: ofTrader, answers: "rows" },
};
