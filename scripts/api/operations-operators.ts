// What operators decide. A new function for operators has its entry here.
import * as z from "zod";
import { diagnosisSchema, requestSchema } from "../../supabase/functions/diagnose/diagnose.ts";
import {
  decisionSchema,
  resolvedSchema,
} from "../../supabase/functions/resolve-systemic-fault/resolve-systemic-fault.ts";
import { letterSchema, retriedSchema } from "../../supabase/functions/retry-dead-letter/retry-dead-letter.ts";
import { switchedSchema, switchSchema } from "../../supabase/functions/set-model-calls/set-model-calls.ts";
import { FIX, INCIDENT } from "./examples.ts";
import type { Operation } from "./operation.ts";

export const operators: Operation[] = [
  {
    name: "resolve-systemic-fault",
    method: "POST",
    caller: "operator",
    summary: "End a fault of many traders",
    description: "With or without the repairs that it holds. Twice is once.",
    request: {
      schema: decisionSchema,
      example: { fault_id: INCIDENT, decision: "release", reason: "The exchange is back" },
      fields: {
        fault_id: "The fault",
        decision: "What becomes of the held repairs: they go on, or end",
        reason: "Why; kept",
      },
    },
    answers: [{
      status: 200,
      description: "The fault as it ended",
      schema: resolvedSchema,
      example: {
        id: INCIDENT,
        status: "resolved",
        decision: "release",
        resolved_at: "2026-11-28T20:40:00Z",
      },
    }],
    refusals: { 404: ["systemic_fault_not_found"], 409: ["fault_is_over"] },
  },
  {
    name: "set-model-calls",
    method: "POST",
    caller: "operator",
    summary: "Switch language models on or off",
    description: "Off, no model is asked from then on; on again, what waited goes on.",
    request: {
      schema: switchSchema,
      example: { is_on: false },
      fields: { is_on: "Whether models may be asked" },
    },
    answers: [{
      status: 200,
      description: "The switch as it is, and how many repairs go on",
      schema: switchedSchema,
      example: { is_on: false, resumed: 0 },
    }],
    refusals: { 403: ["not_an_operator"] },
  },
  {
    name: "retry-dead-letter",
    method: "POST",
    caller: "operator",
    summary: "Take up what was given up",
    description: "Another repair, deployment or mail in place of one that was given up.",
    request: {
      schema: letterSchema,
      example: { kind: "fix", id: FIX },
      fields: { kind: "What was given up", id: "Its id" },
    },
    answers: [{
      status: 202,
      description: "Taken up; or `not_dead`, where that has happened already",
      schema: retriedSchema,
      example: { status: "taken_up" },
    }],
    refusals: { 404: ["dead_letter_not_found"], 409: ["not_retryable"] },
  },
  {
    name: "metrics",
    method: "GET",
    caller: "operator",
    summary: "Metrics for Prometheus",
    description:
      "Counters since the installation and how things stand, in the text format of Prometheus. Also for a bearer token of `METRICS_TOKEN`, which opens nothing else, and for a secret key.",
    answers: [{
      status: 200,
      description: "The metrics",
      type: "text/plain",
      schema: z.string(),
      example:
        "# HELP recovery_model_calls_on 1 while language models may be asked\n# TYPE recovery_model_calls_on gauge\nrecovery_model_calls_on 1\n",
    }],
    refusals: { 400: ["invalid_body"], 401: ["invalid_key"], 403: ["not_an_operator"] },
  },
  {
    name: "diagnose",
    method: "POST",
    caller: "secret-key",
    summary: "What the functions see from inside",
    description:
      "For [npm run doctor](doctor.md): which variables are missing or of no use, and whether executor, mail provider, model and Braintrust are reached and admit the keys. No model is asked, no mail is sent, and no secret is in the answer.",
    request: {
      schema: requestSchema,
      example: { challenge: null },
      fields: {
        challenge: "What `check_installation()` gives, to compare the database's secret with the functions'",
      },
    },
    answers: [{
      status: 200,
      description:
        "What was looked at; `code` is null where nothing is wrong, and `off` for what is not set up",
      schema: diagnosisSchema,
      example: {
        checks: [{ name: "webhook_secret", code: null }, { name: "mail", code: "refused", detail: "401" }, {
          name: "braintrust",
          code: "off",
        }],
      },
    }],
    refusals: { 401: ["invalid_key"] },
  },
];
