// What users decide on failures and repairs, as the functions take it that carry it out.
import type { SupabaseClient } from "@supabase/supabase-js";
import * as z from "zod/mini";
import { deploymentSchema } from "../../../supabase/functions/_shared/deployment.ts";
import { callFunction } from "./call.ts";

const acceptedSchema = z.object({
  status: z.literal("accepted"),
  /** An earlier call had accepted the same code. */
  already_accepted: z.boolean(),
  deployment: deploymentSchema,
});
export type Accepted = z.infer<typeof acceptedSchema>;

export interface Acceptance {
  fix_id: string;
  /** Hash of the code that was shown. */
  code_sha256: string;
  /** The user's edit, and the series code where it was edited, too. */
  code?: string | undefined;
  series_code?: string | undefined;
  acknowledge_unvalidated?: boolean | undefined;
}

/** Accepts a repair, or the user's edit of it, and has it deployed. Twice is once. */
export function acceptFix(client: SupabaseClient, acceptance: Acceptance): Promise<Accepted> {
  return callFunction(client, "apply-fix", { ...acceptance, decision: "accept" }, acceptedSchema);
}

export interface Rejection {
  fix_id: string;
  code_sha256: string;
  reason?: string | undefined;
}

const rejectedSchema = z.object({ status: z.literal("rejected") });

/** Rejects a repair: the same one is not offered again. */
export async function rejectFix(client: SupabaseClient, rejection: Rejection): Promise<void> {
  await callFunction(client, "apply-fix", { ...rejection, decision: "reject" }, rejectedSchema);
}

const requestedSchema = z.object({ fix_id: z.guid() });

/** Has an incident repaired, or repaired once more; one that waits goes on. */
export async function requestFix(
  client: SupabaseClient,
  request: { incident_id: string; hint?: string | undefined },
): Promise<void> {
  await callFunction(client, "request-fix", request, requestedSchema);
}

const rolledBackSchema = z.object({
  /** False where that code ran already. */
  changed: z.boolean(),
  deployment: deploymentSchema,
});
export type RolledBack = z.infer<typeof rolledBackSchema>;

export interface Rollback {
  trader_id: string;
  version_id: string;
  reason?: string | undefined;
}

/** Makes the code of a version the trader's again; for the one that runs it tries a failed deployment once more. */
export function rollBack(client: SupabaseClient, rollback: Rollback): Promise<RolledBack> {
  return callFunction(client, "rollback-filter", { ...rollback }, rolledBackSchema);
}

export interface StatusChange {
  incident_id: string;
  status: "open" | "ignored" | "resolved";
  reason?: string | undefined;
  /** With `ignored` alone, an ISO time. */
  ignored_until?: string | undefined;
}

const changedSchema = z.object({ status: z.enum(["open", "ignored", "resolved"]) });

export async function setIncidentStatus(client: SupabaseClient, change: StatusChange): Promise<void> {
  await callFunction(client, "set-incident-status", { ...change }, changedSchema);
}
