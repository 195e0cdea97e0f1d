// The rows that show how far the loop has come, as their owner sees them.
import type { SupabaseClient } from "@supabase/supabase-js";
import { z } from "zod";

const requestTimeoutMs = 5_000;
const pageSize = 1000;

const incidentSchema = z.object({
  id: z.string(),
  trader_id: z.string(),
  component: z.string(),
  error_type: z.string(),
  attribution: z.string(),
  status: z.string(),
  summary: z.string(),
  error_message: z.string(),
  created_at: z.string(),
  resolved_at: z.string().nullable(),
});
const fixSchema = z.object({
  id: z.string(),
  trader_id: z.string(),
  incident_id: z.string(),
  status: z.string(),
  origin: z.string().nullable(),
  validated: z.boolean(),
  code_sha256: z.string().nullable(),
  explanation: z.string().nullable(),
  reason: z.string().nullable(),
  reason_detail: z.string().nullable(),
  updated_at: z.string(),
});
const notificationSchema = z.object({
  id: z.string(),
  trader_id: z.string(),
  kind: z.string(),
  title: z.string(),
  email_status: z.string(),
  email_error: z.string().nullable(),
  updated_at: z.string(),
});
const deploymentSchema = z.object({
  id: z.string(),
  trader_id: z.string(),
  status: z.string(),
  error: z.string().nullable(),
  updated_at: z.string(),
});

export type Incident = z.infer<typeof incidentSchema>;
export type Fix = z.infer<typeof fixSchema>;
export type Notification = z.infer<typeof notificationSchema>;
export type Deployment = z.infer<typeof deploymentSchema>;

export interface LoopState {
  incidents: Incident[];
  fixes: Fix[];
  notifications: Notification[];
  deployments: Deployment[];
}

export const emptyState: LoopState = { incidents: [], fixes: [], notifications: [], deployments: [] };

export async function readLoopState(client: SupabaseClient, signal: AbortSignal): Promise<LoopState> {
  const [incidents, fixes, notifications, deployments] = await Promise.all([
    readAll(client, "trader_incidents", incidentSchema, signal),
    readAll(client, "proposed_fixes", fixSchema, signal),
    readAll(client, "notifications", notificationSchema, signal),
    readAll(client, "deployments", deploymentSchema, signal),
  ]);
  return { incidents, fixes, notifications, deployments };
}

/** Rows of the error history and the errors they stand for, stale ones included. */
export async function countHistory(
  client: SupabaseClient,
  signal: AbortSignal,
): Promise<{ rows: number; occurrences: number }> {
  const schema = z.object({ id: z.number(), occurrences: z.int() });
  const rows = await readAll(client, "trader_error_history", schema, signal);
  return { rows: rows.length, occurrences: rows.reduce((sum, row) => sum + row.occurrences, 0) };
}

async function readAll<Shape extends z.ZodRawShape>(
  client: SupabaseClient,
  table: string,
  schema: z.ZodObject<Shape>,
  signal: AbortSignal,
): Promise<z.infer<z.ZodObject<Shape>>[]> {
  const rows: z.infer<z.ZodObject<Shape>>[] = [];
  for (let from = 0; rows.length === from; from += pageSize) {
    const { data, error } = await client.from(table)
      .select(Object.keys(schema.shape).join(","))
      .order("id")
      .range(from, from + pageSize - 1)
      .abortSignal(AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]));
    if (error) throw new Error(`Cannot read ${table}: ${error.message}`, { cause: error });
    rows.push(...z.array(schema).parse(data));
  }
  return rows;
}
