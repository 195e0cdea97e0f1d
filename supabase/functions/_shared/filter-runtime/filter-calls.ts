// The six calls, apart from where the module runs: how a request is framed, and how its response is read.
import type { z } from "zod";
import { type Comparison, comparisonSchema } from "./comparison.ts";
import { FilterRuntimeError } from "./filter-runtime-error.ts";
import { packRequest } from "./packing.ts";
import { parseRequest } from "./parse-request.ts";
import {
  type CheckResult,
  checkResultSchema,
  type Component,
  type Failure,
  hashResponseSchema,
  type MarketData,
  refusalSchema,
  type RepairResult,
  repairResultSchema,
  requestSchema,
  runResponseSchema,
  type RunResult,
  type TransplantResult,
  transplantResultSchema,
} from "./schema.ts";

/** The module's exports that answer requests. */
export const callNames = ["check", "run", "compare", "repair", "hash", "transplant"] as const;
export type CallName = (typeof callNames)[number];

export interface RunRequest {
  code: string;
  component: Component;
  inputs: MarketData[];
  /** Lowers the step limit. */
  maxSteps?: number;
  /** Of a run: the statements of failures are not looked for, which takes another run or two. */
  blind?: boolean;
}

export interface CompareRequest extends RunRequest {
  candidate: string;
}

export interface RepairRequest extends RunRequest {
  /** The executor's message. */
  error?: string;
}

export interface TransplantRequest {
  code: string;
  component: Component;
  /** Code of the same syntax as `code`, and what became of it. */
  donor: string;
  donorFixed: string;
}

/** A request ready to be sent. */
export interface FilterCall<T> {
  name: CallName;
  frame: ArrayBuffer;
  /** Reads the module's response; a refusal is a FilterRuntimeError. */
  read(response: unknown): T;
  /** The result when the module crashed over it. */
  crashed(detail: string): T;
}

export function checkCall(code: string, component: Component): FilterCall<CheckResult> {
  return {
    name: "check",
    frame: frameOf({ code, component }),
    read: (response) => parsed(checkResultSchema, response),
    crashed: (detail) => ({
      ok: false,
      errors: [crashFailure(detail)],
      warnings: [],
    }),
  };
}

export function runCall(request: RunRequest): FilterCall<RunResult[]> {
  return {
    name: "run",
    frame: frameOf(request, request.inputs),
    read: (response) => parsed(runResponseSchema, response).results,
    crashed: (detail) =>
      request.inputs.map(({ symbol }) => ({
        symbol,
        ok: false,
        error: crashFailure(detail),
        steps: 0,
      })),
  };
}

export function compareCall(request: CompareRequest): FilterCall<Comparison> {
  return {
    name: "compare",
    frame: frameOf(request, request.inputs),
    read: (response) => parsed(comparisonSchema, response),
    crashed: refuseCrash,
  };
}

export function repairCall(request: RepairRequest): FilterCall<RepairResult> {
  return {
    name: "repair",
    frame: frameOf(request, request.inputs),
    read: (response) => parsed(repairResultSchema, response),
    crashed: (detail) => ({
      code: request.code,
      changed: false,
      sound: false,
      applied: [],
      reason: crashFailure(detail).message,
    }),
  };
}

export function hashCall(code: string, component: Component): FilterCall<string> {
  return {
    name: "hash",
    frame: frameOf({ code, component }),
    read: (response) => parsed(hashResponseSchema, response).hash,
    crashed: refuseCrash,
  };
}

export function transplantCall(request: TransplantRequest): FilterCall<TransplantResult> {
  return {
    name: "transplant",
    frame: frameOf(request),
    read: (response) => parsed(transplantResultSchema, response),
    crashed: () => ({ code: request.code, applied: false, reason: "runtime_crash" }),
  };
}

function frameOf(request: unknown, inputs?: MarketData[]): ArrayBuffer {
  const { maxSteps, error, ...rest } = parseRequest(requestSchema, request);
  return packRequest({
    ...rest,
    limits: { steps: maxSteps ?? 0 },
    ...(error && { error: { message: error } }),
  }, inputs);
}

function parsed<T>(schema: z.ZodType<T>, response: unknown): T {
  const refusal = refusalSchema.safeParse(response);
  if (refusal.success) {
    throw new FilterRuntimeError(refusal.data.error.code, refusal.data.error.message);
  }
  return schema.parse(response);
}

function crashFailure(detail: string): Failure {
  return {
    class: "memory",
    code: "runtime_crash",
    message: `the code uses more memory than a filter may (${detail})`,
  };
}

// Two pieces of code are compared, and nobody knows which it was.
function refuseCrash(detail: string): never {
  throw new FilterRuntimeError("runtime_crash", crashFailure(detail).message);
}
