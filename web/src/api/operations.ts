// How the platform stands, for operators, and what they decide.
import type { SupabaseClient } from "@supabase/supabase-js";
import * as z from "zod/mini";
import { callDatabase, callFunction, type CallOptions } from "./call.ts";

const queueSchema = z.object({
  /** How much is in it, due or not. */
  waiting: z.int(),
  /** How much of it should be worked on and is not. */
  due: z.int(),
  /** For how long the oldest is due; of what is held, for how long it is. */
  oldest_s: z.nullable(z.int()),
});
export type Queue = z.infer<typeof queueSchema>;

const sweeperSchema = z.object({
  age_s: z.int(),
  late_after_s: z.int(),
  silent_after_s: z.int(),
  /** Steps that could not be done in the last run, with their error codes. */
  failing: z.nullable(z.string()),
});
export type Sweeper = z.infer<typeof sweeperSchema>;

const faultSchema = z.object({
  id: z.guid(),
  error_type: z.enum(["compile", "runtime", "timeout", "infrastructure"]),
  error_message: z.string(),
  status: z.enum(["open", "resolved"]),
  first_seen: z.string(),
  last_seen: z.string(),
  resolved_at: z.nullable(z.string()),
  /** Null where nobody decided: its repairs went on by themselves. */
  decision: z.nullable(z.enum(["release", "discard"])),
  decision_reason: z.nullable(z.string()),
  ended_by: z.nullable(z.enum(["you", "operator", "itself"])),
  incidents: z.int(),
  traders: z.int(),
  owners: z.int(),
  held_fixes: z.int(),
});
/** One fault of many traders at once. */
export type Fault = z.infer<typeof faultSchema>;

const letterSchema = z.object({
  kind: z.enum(["fix", "deployment", "email"]),
  id: z.guid(),
  trader_id: z.nullable(z.guid()),
  trader_name: z.nullable(z.string()),
  incident_id: z.nullable(z.guid()),
  attempts: z.int(),
  since: z.string(),
  /** Machine code of why it was given up. */
  code: z.nullable(z.string()),
  /** The same in words; of an e-mail its title. */
  detail: z.nullable(z.string()),
  can_retry: z.boolean(),
});
/** Work that was given up. */
export type DeadLetter = z.infer<typeof letterSchema>;

const modelCallsSchema = z.object({
  is_on: z.boolean(),
  set_at: z.nullable(z.string()),
  set_by: z.nullable(z.enum(["you", "operator"])),
  /** Repairs that wait for them to be on. */
  held_fixes: z.int(),
});
export type ModelCalls = z.infer<typeof modelCallsSchema>;

const fixDaySchema = z.object({
  day: z.string(),
  made: z.int(),
  /** Of those made on the day, which were proven to work; the rest of the fields likewise. */
  proven: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  failed: z.int(),
  unfixable: z.int(),
  held: z.int(),
});
export type FixDay = z.infer<typeof fixDaySchema>;

const figuresSchema = z.object({
  /** On a large platform they are those of the last minute. */
  made_at: z.string(),
  open_incidents: z.object({ code: z.int(), data: z.int(), executor: z.int() }),
  /** Of a day, the current hour last. */
  errors_by_hour: z.array(z.object({ hour: z.string(), occurrences: z.int() })),
  /** Of thirty days, today last, as the next. */
  fixes_by_day: z.array(fixDaySchema),
  spend_by_day: z.array(z.object({ day: z.string(), usd: z.number(), calls: z.int() })),
  costs: z.object({
    cost_usd: z.number(),
    accepted: z.int(),
    cost_per_accepted_usd: z.nullable(z.number()),
  }),
});
export type Figures = z.infer<typeof figuresSchema>;

const overviewSchema = z.object({
  problems: z.array(z.string()),
  queues: z.object({
    fixes: queueSchema,
    held: queueSchema,
    deployments: queueSchema,
    emails: queueSchema,
    feedback: queueSchema,
    alerts: queueSchema,
  }),
  reported_per_minute: z.number(),
  sweeper: z.nullable(sweeperSchema),
  systemic_faults: z.array(faultSchema),
  dead_letters: z.array(letterSchema),
  model_calls: modelCallsSchema,
  spend_today_usd: z.number(),
  figures: figuresSchema,
});
export type Overview = z.infer<typeof overviewSchema>;

/** The operators' page; `faultId` is among the faults however old it is. */
export function readOverview(
  client: SupabaseClient,
  faultId: string | null,
  options: CallOptions,
): Promise<Overview> {
  return callDatabase(client, "operator_overview", { fault_id: faultId }, overviewSchema, options);
}

export function readIsOperator(client: SupabaseClient, options: CallOptions): Promise<boolean> {
  return callDatabase(client, "is_operator", {}, z.boolean(), options);
}

export interface FaultDecision {
  fault_id: string;
  /** What becomes of the repairs it holds: they go on, or end. */
  decision: "release" | "discard";
  reason?: string | undefined;
}

/** Ends a fault of many traders. Twice is once. */
export async function resolveFault(client: SupabaseClient, decision: FaultDecision): Promise<void> {
  await callFunction(client, "resolve-systemic-fault", { ...decision }, z.object({ id: z.guid() }));
}

const switchedSchema = z.object({ is_on: z.boolean(), resumed: z.int() });

/** Allows or stops all calls of language models; answers how many repairs go on. */
export async function setModelCalls(client: SupabaseClient, isOn: boolean): Promise<number> {
  const { resumed } = await callFunction(client, "set-model-calls", { is_on: isOn }, switchedSchema);
  return resumed;
}

const takenUpSchema = z.object({ status: z.enum(["taken_up", "not_dead"]) });

/** Takes up again what was given up; false where that has happened already. */
export async function retryLetter(
  client: SupabaseClient,
  { kind, id }: Pick<DeadLetter, "kind" | "id">,
): Promise<boolean> {
  const { status } = await callFunction(client, "retry-dead-letter", { kind, id }, takenUpSchema);
  return status === "taken_up";
}
