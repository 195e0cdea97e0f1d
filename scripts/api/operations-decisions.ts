import { decidedAnswerSchema, decisionSchema } from "../../supabase/functions/apply-fix/apply-fix.ts";
import { previewSchema } from "../../supabase/functions/preview-fix/answer.ts";
import { bodySchema } from "../../supabase/functions/preview-fix/request.ts";
import { requestedSchema, requestSchema } from "../../supabase/functions/request-fix/request-fix.ts";
import {
  rollbackSchema,
  rolledBackAnswerSchema,
} from "../../supabase/functions/rollback-filter/rollback-filter.ts";
import {
  changedSchema,
  statusChangeSchema,
} from "../../supabase/functions/set-incident-status/set-incident-status.ts";
import { CODE_HASH, DEPLOYMENT, FIX, INCIDENT, TRADER, VERSION } from "./examples.ts";
import type { Operation } from "./operation.ts";

const REASON = "Why, in the user's words; kept";
const CODE_BYTES = 512 * 1024;

const preview: Operation = {
  name: "preview-fix",
  method: "POST",
  caller: "user",
  summary: "Try code on market data",
  description:
    "Runs the running code and the candidate on captured, current and sample markets. With `Accept: text/event-stream` it answers server-sent events: `progress` (`{ step, done, total }`) any number of times, then `result` with the answer below, or `error` with `{ code, message }`.",
  request: {
    schema: bodySchema,
    maxBytes: CODE_BYTES,
    example: { fix_id: FIX, symbols: ["BTCUSDT", "NEWUSDT"] },
    fields: {
      fix_id: "The fix that is tried; or else `trader_id` and `code`",
      trader_id: "The trader that other code is tried for",
      code: "Filter code in place of the fix's own; 64 KB at most",
      series_code: "The same of series code",
      symbols: "In place of the failing symbols and others",
      timeframes: "In place of those that the code reads",
    },
  },
  answers: [{ status: 200, description: "What both codes say, and the proof", schema: previewSchema }],
  refusals: {
    404: ["fix_not_found", "trader_not_found"],
    422: ["nothing_runs", "no_candidate", "not_go"],
    429: ["too_many_previews"],
  },
};

const apply: Operation = {
  name: "apply-fix",
  method: "POST",
  caller: "user",
  summary: "Accept or reject a fix",
  description:
    "Accepting writes the version and its deployment in one transaction, then has the executor load it. Calling it again changes nothing and tells how the first call stands.",
  request: {
    schema: decisionSchema,
    maxBytes: CODE_BYTES,
    example: { fix_id: FIX, decision: "accept", code_sha256: CODE_HASH },
    fields: {
      fix_id: "The fix",
      decision: "`accept` or `reject`",
      code_sha256: "Hash of the code that the user was shown",
      reason: REASON,
      code: "The user's edit",
      series_code: "The user's edit of series code; only with `code`",
      acknowledge_unvalidated: "Accepts what is not proven",
    },
  },
  answers: [{
    status: 200,
    description: "Accepted, with the deployment as far as it has come; or rejected",
    schema: decidedAnswerSchema,
    example: { status: "accepted", version_id: VERSION, already_accepted: false, deployment: DEPLOYMENT },
  }],
  refusals: {
    404: ["fix_not_found"],
    409: ["code_mismatch", "fix_not_proposed", "base_moved", "already_accepted"],
    422: ["does_not_compile", "not_validated", "code_unchanged", "no_candidate", "nothing_runs", "not_go"],
    429: ["too_many_previews", "too_many_versions"],
  },
};

const rollback: Operation = {
  name: "rollback-filter",
  method: "POST",
  caller: "user",
  summary: "Go back to an earlier version",
  description:
    "Makes the code of that version the trader's again, as a new version, and brings it to the executor.",
  request: {
    schema: rollbackSchema,
    example: { trader_id: TRADER, version_id: VERSION, reason: "It traded too often" },
    fields: { trader_id: "The trader", version_id: "The version to go back to", reason: REASON },
  },
  answers: [{
    status: 200,
    description: "Done; `changed` is false where that code ran already",
    schema: rolledBackAnswerSchema,
    example: { status: "rolled_back", changed: true, version_id: VERSION, deployment: DEPLOYMENT },
  }],
  refusals: { 404: ["trader_not_found", "version_not_found"], 429: ["too_many_versions"] },
};

const setStatus: Operation = {
  name: "set-incident-status",
  method: "POST",
  caller: "user",
  summary: "Resolve, ignore or reopen an incident",
  description: "An ignored incident comes back when it spreads or happens far more often.",
  request: {
    schema: statusChangeSchema,
    example: { incident_id: INCIDENT, status: "ignored", reason: "Known, low priority" },
    fields: {
      incident_id: "The incident",
      status: "What it becomes",
      reason: REASON,
      ignored_until: "Only with `ignored`: until when, whatever it does",
    },
  },
  answers: [{
    status: 200,
    description: "The incident as it is now",
    schema: changedSchema,
    example: { id: INCIDENT, status: "ignored", ignored_until: null, decided_at: "2026-11-28T20:40:00Z" },
  }],
  refusals: {
    400: ["invalid_status", "invalid_until"],
    404: ["incident_not_found"],
    409: ["fault_is_live", "incident_resolved"],
  },
};

const request: Operation = {
  name: "request-fix",
  method: "POST",
  caller: "user",
  summary: "Ask for a repair",
  description: "Has an incident repaired, or repaired once more. A fix that was held goes on.",
  request: {
    schema: requestSchema,
    example: { incident_id: INCIDENT, hint: "Keep the volume condition" },
    fields: { incident_id: "The incident", hint: "What the repair should heed" },
  },
  answers: [{ status: 202, description: "Queued", schema: requestedSchema, example: { fix_id: FIX } }],
  refusals: {
    400: ["invalid_hint"],
    404: ["incident_not_found"],
    409: ["fix_in_progress", "not_repairable", "attempts_exhausted"],
  },
};

export const decisions: Operation[] = [preview, apply, rollback, setStatus, request];
