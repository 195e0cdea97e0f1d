// What each metric is. One that the database counts and that is not here would be left out, so a test compares the two.

export interface Definition {
  type: "counter" | "gauge" | "histogram";
  help: string;
  /** Every label that its samples may have. */
  labels?: readonly string[];
  /** Shown as 0 before anything was counted: it has no labels. */
  startsAtZero?: true;
}

export const DEFINITIONS: Record<string, Definition> = {
  trader_error_persist_events_total: {
    type: "counter",
    help: "Errors that executors reported, sent again or not; complete up to two minutes ago",
    startsAtZero: true,
  },
  trader_error_persist_rows_total: {
    type: "counter",
    help: "Rows that they added to the history; complete up to two minutes ago",
    startsAtZero: true,
  },
  trader_error_occurrences_last_hour: {
    type: "gauge",
    help: "Occurrences in the last whole hour, of all incidents",
  },
  trader_incidents_total: { type: "counter", help: "New incidents", labels: ["error_type", "attribution"] },
  trader_incidents_open: {
    type: "gauge",
    help: "Open incidents, by whose fault they are",
    labels: ["attribution"],
  },
  filter_regeneration_attempts_total: {
    type: "counter",
    help: "Attempts at a repair that have ended",
    labels: ["error_type"],
  },
  filter_regeneration_success_total: {
    type: "counter",
    help: "Attempts that led to a repair that was offered",
    labels: ["error_type", "origin", "validated"],
  },
  filter_regeneration_failures_total: {
    type: "counter",
    help: "Attempts that led to none, by reason: see docs/errors.md",
    labels: ["error_type", "reason"],
  },
  filter_regeneration_duration_seconds: {
    type: "histogram",
    help: "From the beginning of an attempt to its end",
  },
  filter_regeneration_llm_calls_total: {
    type: "counter",
    help: "Calls of language models that have ended",
    labels: ["model", "status"],
  },
  filter_regeneration_llm_cost_usd: {
    type: "counter",
    help: "What calls of language models cost, in US dollars",
    labels: ["model"],
  },
  filter_regeneration_llm_reserved_usd: {
    type: "gauge",
    help: "Set aside for calls under way, in US dollars",
  },
  trader_fix_decisions_total: {
    type: "counter",
    help: "What owners decided on repairs",
    labels: ["decision", "validated"],
  },
  trader_deployments_total: {
    type: "counter",
    help: "Deployments that came into a state",
    labels: ["outcome", "reason"],
  },
  trader_notifications_total: { type: "counter", help: "Notifications, by what they tell", labels: ["kind"] },
  trader_notification_mails_total: {
    type: "counter",
    help: "Notifications whose mail was sent, failed, or is not wanted (skipped)",
    labels: ["outcome", "reason"],
  },
  trader_deployments_pending: { type: "gauge", help: "Deployments that the executor has not taken" },
  recovery_queue_due: {
    type: "gauge",
    help: "Rows that a function should be working on and is not",
    labels: ["queue"],
  },
  recovery_queue_oldest_seconds: {
    type: "gauge",
    help: "For how long the oldest of them has been due",
    labels: ["queue"],
  },
  recovery_dead_letters: {
    type: "gauge",
    help: "Given up within a week, and not taken up again",
    labels: ["kind"],
  },
  recovery_systemic_faults_open: { type: "gauge", help: "Faults of many traders that have not ended" },
  recovery_model_calls_on: { type: "gauge", help: "1 while language models may be asked" },
  recovery_mail_paused: { type: "gauge", help: "1 while the mail provider wants no mail" },
  recovery_job_age_seconds: { type: "gauge", help: "Since the job last ran", labels: ["job"] },
  recovery_problem: { type: "gauge", help: "1 for each problem of recovery_health()", labels: ["code"] },
};
