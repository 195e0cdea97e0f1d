import type { z } from "zod";
import { callModule } from "./module.ts";
import { packRequest } from "./packing.ts";
import {
  type CheckResult,
  checkResultSchema,
  type Component,
  type Failure,
  type MarketData,
  refusalSchema,
  type RepairResult,
  repairResultSchema,
  runResponseSchema,
  type RunResult,
} from "./schema.ts";

/** The runtime refused a request as such; `code` says why. Failures of the user's code are results, not errors. */
export class FilterRuntimeError extends Error {
  constructor(readonly code: string, message: string) {
    super(message);
    this.name = "FilterRuntimeError";
  }
}

/** Compiles code as the executor would: every syntax error, or the first type error, or none. */
export async function checkFilter(
  code: string,
  component: Component,
): Promise<CheckResult> {
  const request = packRequest({ code, component });
  return await call(
    "check",
    request,
    checkResultSchema,
    (failure) => ({ ok: false, errors: [failure] }),
  );
}

/** Runs code on each input in isolation; results come in the order of the inputs. `maxSteps` lowers the step limit. */
export async function runFilter(
  request: {
    code: string;
    component: Component;
    inputs: MarketData[];
    maxSteps?: number;
  },
): Promise<RunResult[]> {
  const { code, component, inputs, maxSteps } = request;
  const frame = packRequest({
    code,
    component,
    limits: { steps: maxSteps ?? 0 },
  }, inputs);
  const { results } = await call("run", frame, runResponseSchema, (error) => ({
    results: inputs.map(({ symbol }) => ({
      symbol,
      ok: false as const,
      error,
      steps: 0,
    })),
  }));
  return results;
}

/** Repairs code by rules until it runs on every input, or says why it was left as it was. `error` is the executor's message. */
export async function repairFilter(
  request: {
    code: string;
    component: Component;
    inputs: MarketData[];
    error?: string;
  },
): Promise<RepairResult> {
  const { code, component, inputs, error } = request;
  const frame = packRequest({
    code,
    component,
    ...(error && { error: { message: error } }),
  }, inputs);
  return await call("repair", frame, repairResultSchema, ({ message }) => ({
    code,
    changed: false,
    sound: false,
    applied: [],
    reason: message,
  }));
}

async function call<T>(
  name: "check" | "run" | "repair",
  frame: Uint8Array,
  schema: z.ZodType<T>,
  crashed: (failure: Failure) => T,
): Promise<T> {
  let response: unknown;
  try {
    response = await callModule(name, frame);
  } catch (crash) {
    return crashed(crashFailure(crash));
  }
  const refusal = refusalSchema.safeParse(response);
  if (refusal.success) {
    throw new FilterRuntimeError(
      refusal.data.error.code,
      refusal.data.error.message,
    );
  }
  return schema.parse(response);
}

/** Only code that outgrows the module's memory or stack can crash it: budgets end everything else from inside. */
function crashFailure(crash: unknown): Failure {
  const detail = crash instanceof Error ? crash.message : String(crash);
  return {
    class: "memory",
    code: "runtime_crash",
    message: `the code uses more memory than a filter may (${detail})`,
  };
}
