import type { Comparison } from "./comparison.ts";
import {
  checkCall,
  compareCall,
  type CompareRequest,
  type FilterCall,
  hashCall,
  repairCall,
  type RepairRequest,
  runCall,
  type RunRequest,
  transplantCall,
  type TransplantRequest,
} from "./filter-calls.ts";
import { callModule, ModuleCrash } from "./module.ts";
import type { CheckResult, Component, RepairResult, RunResult, TransplantResult } from "./schema.ts";

export { FilterRuntimeError } from "./filter-runtime-error.ts";

// All of them throw a FilterRuntimeError for a request that is wrong as such, code `invalid_request`.

/** Compiles code as the executor would: every syntax error, or the first type error, or none; and warnings. */
export async function checkFilter(code: string, component: Component): Promise<CheckResult> {
  return await perform(checkCall(code, component));
}

/** Runs code on each input in isolation; results come in the order of the inputs. */
export async function runFilter(request: RunRequest): Promise<RunResult[]> {
  return await perform(runCall(request));
}

/** Runs code and its candidate on each input and says what changes; a crash is a FilterRuntimeError, code `runtime_crash`. */
export async function compareFilters(request: CompareRequest): Promise<Comparison> {
  return await perform(compareCall(request));
}

/** Repairs code by rules until it runs on every input, or says why it was left as it was. */
export async function repairFilter(request: RepairRequest): Promise<RepairResult> {
  return await perform(repairCall(request));
}

/** 64 hex digits that formatting, comments and local names do not change. */
export async function hashFilter(code: string, component: Component): Promise<string> {
  return await perform(hashCall(code, component));
}

/** Makes in code the change that was made in a donor of the same syntax hash; nothing else of the donor comes along. */
export async function transplantFix(request: TransplantRequest): Promise<TransplantResult> {
  return await perform(transplantCall(request));
}

async function perform<T>(call: FilterCall<T>): Promise<T> {
  let response: unknown;
  try {
    response = await callModule(call.name, call.frame);
  } catch (error) {
    if (error instanceof ModuleCrash) return call.crashed(error.message);
    throw error;
  }
  return call.read(response);
}
