// Groups functions and services: what is deployed, and what the functions see of the services that they call.
import { z } from "zod";
import { text as apiReference } from "../../supabase/functions/openapi/document.ts";
import type { Challenge } from "../../supabase/functions/diagnose/settings.ts";
import type { Check } from "../../supabase/functions/diagnose/check.ts";
import { diagnosisSchema } from "../../supabase/functions/diagnose/diagnose.ts";
import { type Finding, ok } from "./finding.ts";
import { checkVariable } from "./secrets.ts";
import { checkService } from "./services.ts";
import { deployFunction, type Target } from "./target.ts";

/** Long enough for a function that has to start. */
const LIMIT_MS = 15_000;
/** No function takes it, so each that is there refuses it, before it looks at who is calling. */
const REFUSED_METHOD = "DELETE";

const refusalSchema = z.object({ code: z.string() });

export async function checkFunctions(
  target: Target,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Finding[]> {
  const wrong = (await Promise.all(names.map((name) => checkFunction(target, name, signal)))).flatMap((
    finding,
  ) => finding ?? []);
  const there = ok("functions", "functions", `All ${names.length} functions answer`);
  return [...(wrong.length === 0 ? [there] : wrong), ...await checkVersion(target, signal)];
}

async function checkFunction(target: Target, name: string, signal: AbortSignal): Promise<Finding | null> {
  const response = await call(target, name, { method: REFUSED_METHOD }, signal);
  if (response === null) return failed(target, name, "function_silent", `${name} does not answer`);
  const { status, body } = response;
  const code = refusalSchema.safeParse(body).data?.code;
  if (status === 405 && code === "method_not_allowed") return null;
  if (status === 404) return failed(target, name, "function_missing", `${name} is not deployed`);
  if (status === 401) {
    return {
      ...failed(target, name, "function_wants_jwt", `The platform refuses calls of ${name} that have no JWT`),
      why: "Signatures and secret keys are not JWTs; the function checks its callers itself",
      mend: `Set verify_jwt = false for it in supabase/config.toml, then: ${deployFunction(target, name)}`,
    };
  }
  return failed(target, name, "function_failing", `${name} answers ${status} ${code ?? ""}`.trim());
}

/** The API reference that is served is one file with the functions that were deployed with it. */
async function checkVersion(target: Target, signal: AbortSignal): Promise<Finding[]> {
  const response = await call(target, "openapi", { method: "GET" }, signal);
  if (response?.status !== 200) return [];
  if (JSON.stringify(response.body) === JSON.stringify(JSON.parse(apiReference))) {
    return [ok("functions", "version", "The functions are of this version")];
  }
  return [
    failed(
      target,
      "",
      "other_version",
      "The functions that are deployed are of another version than this one",
    ),
  ];
}

/** What `diagnose` sees: findings about variables, and about services. */
export async function askDiagnose(
  target: Target,
  challenge: Challenge | null,
  signal: AbortSignal,
): Promise<Finding[]> {
  const response = await call(target, "diagnose", {
    method: "POST",
    headers: { "Content-Type": "application/json", apikey: target.secretKey },
    body: JSON.stringify({ challenge }),
  }, signal);
  const checks = diagnosisSchema.safeParse(response?.body).data?.checks;
  if (checks === undefined) {
    const status = response === null ? "does not answer" : `answers ${response.status}`;
    return (["secrets", "services"] as const).map((group): Finding => ({
      group,
      status: "failed",
      code: "not_diagnosed",
      what: `The function diagnose ${status}, and nobody else sees these from inside`,
      why: "Whether variables are set and services are reached is not known",
      mend: deployFunction(target, "diagnose"),
    }));
  }
  return checks.flatMap((check: Check) => checkVariable(target, check) ?? checkService(target, check) ?? []);
}

interface Answer {
  status: number;
  body: unknown;
}

async function call(
  { url }: Target,
  name: string,
  init: RequestInit,
  signal: AbortSignal,
): Promise<Answer | null> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
    const response = await fetch(`${url}/functions/v1/${name}`, { ...init, signal: limit });
    const text = await response.text();
    return { status: response.status, body: parse(text) };
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failed(target: Target, name: string, code: string, what: string): Finding {
  return {
    group: "functions",
    status: "failed",
    code,
    what,
    why: name === ""
      ? "They may not understand what the database gives them"
      : "What it does is not done; what can be tried again waits",
    mend: deployFunction(target, name).replace("  ", " "),
  };
}
