import * as z from "zod/mini";
import { deploymentSchema } from "../../../supabase/functions/_shared/deployment.ts";
import { attemptSchema, fixSchema } from "./fixes.ts";
import { pageSchema } from "./page.ts";
import { versionSchema } from "./versions.ts";

export const incidentSchema = z.object({
  id: z.guid(),
  trader_id: z.guid(),
  component: z.enum(["filter", "series"]),
  error_type: z.enum(["compile", "runtime", "timeout", "infrastructure"]),
  error_message: z.string(),
  /** What happened in plain words. */
  summary: z.string(),
  status: z.enum(["open", "ignored", "resolved"]),
  attribution: z.enum(["code", "data", "executor"]),
  attribution_assumed: z.boolean(),
  code_line: z.nullable(z.int()),
  code_column: z.nullable(z.int()),
  symbols: z.array(z.string()),
  occurrences: z.int(),
  /** Occurrences that older code still reported. */
  stale_occurrences: z.int(),
  first_seen: z.string(),
  last_seen: z.string(),
  filter_version_id: z.nullable(z.guid()),
  regression_of: z.nullable(z.guid()),
  systemic_fault_id: z.nullable(z.guid()),
  after_deployment_id: z.nullable(z.guid()),
  resolved_at: z.nullable(z.string()),
  resolved_by_version_id: z.nullable(z.guid()),
  recovered_at: z.nullable(z.string()),
  ignored_until: z.nullable(z.string()),
  escalation: z.nullable(z.string()),
  decided_at: z.nullable(z.string()),
  decision_reason: z.nullable(z.string()),
});
export type Incident = z.infer<typeof incidentSchema>;

const errorSchema = z.object({
  id: z.int(),
  error_message: z.string(),
  stack_trace: z.nullable(z.string()),
  symbol: z.nullable(z.string()),
  trigger_interval: z.nullable(z.string()),
  context: z.record(z.string(), z.unknown()),
  occurrences: z.int(),
  /** Of code that does not run any more. */
  stale: z.boolean(),
  filter_version_id: z.nullable(z.guid()),
  occurred_at: z.string(),
  has_market_data: z.boolean(),
});
/** One or more identical occurrences. */
export type ErrorRow = z.infer<typeof errorSchema>;
export const errorsPageSchema = pageSchema(errorSchema);

const hourSchema = z.object({ hour: z.string(), occurrences: z.int() });
export type Hour = z.infer<typeof hourSchema>;

export const incidentPageSchema = z.object({
  incident: incidentSchema,
  trader: z.object({
    id: z.guid(),
    name: z.string(),
    language: z.string(),
    enabled: z.boolean(),
    strategy: z.unknown(),
  }),
  /** Whether the user may decide on it: as the trader's owner, or as an operator where it has none. */
  may_act: z.boolean(),
  max_attempts: z.int(),
  /** Repair attempts that it may still have. */
  attempts_left: z.int(),
  /** The code that failed. */
  failing: z.nullable(versionSchema),
  running: z.nullable(versionSchema),
  /** The latest first, at most ten, as the next two. */
  fixes: z.array(fixSchema),
  attempts: z.array(attemptSchema),
  deployments: z.array(deploymentSchema),
  /** The deployment that did not hold. */
  after: z.nullable(z.extend(deploymentSchema, { incident_id: z.nullable(z.guid()) })),
  /** The trader's latest. */
  current: z.nullable(deploymentSchema),
  /** Of a week, only those with occurrences. */
  hours: z.array(hourSchema),
  errors: errorsPageSchema,
});
export type IncidentPage = z.infer<typeof incidentPageSchema>;
