import * as z from "zod";
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
  code_line: z.int().nullable(),
  code_column: z.int().nullable(),
  symbols: z.array(z.string()),
  occurrences: z.int(),
  /** Occurrences that older code still reported. */
  stale_occurrences: z.int(),
  first_seen: z.string(),
  last_seen: z.string(),
  filter_version_id: z.guid().nullable(),
  regression_of: z.guid().nullable(),
  systemic_fault_id: z.guid().nullable(),
  after_deployment_id: z.guid().nullable(),
  resolved_at: z.string().nullable(),
  resolved_by_version_id: z.guid().nullable(),
  recovered_at: z.string().nullable(),
  ignored_until: z.string().nullable(),
  escalation: z.string().nullable(),
  decided_at: z.string().nullable(),
  decision_reason: z.string().nullable(),
});
export type Incident = z.infer<typeof incidentSchema>;

const errorSchema = z.object({
  id: z.int(),
  error_message: z.string(),
  stack_trace: z.string().nullable(),
  symbol: z.string().nullable(),
  trigger_interval: z.string().nullable(),
  context: z.record(z.string(), z.unknown()),
  occurrences: z.int(),
  /** Of code that does not run any more. */
  stale: z.boolean(),
  filter_version_id: z.guid().nullable(),
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
  /** The code that failed. */
  failing: versionSchema.nullable(),
  running: versionSchema.nullable(),
  /** The latest first, at most ten, as the next two. */
  fixes: z.array(fixSchema),
  attempts: z.array(attemptSchema),
  deployments: z.array(deploymentSchema),
  /** The deployment that did not hold. */
  after: deploymentSchema.extend({ incident_id: z.guid().nullable() }).nullable(),
  /** The trader's latest. */
  current: deploymentSchema.nullable(),
  /** Of a week, only those with occurrences. */
  hours: z.array(hourSchema),
  errors: errorsPageSchema,
});
export type IncidentPage = z.infer<typeof incidentPageSchema>;
