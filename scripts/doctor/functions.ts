// Groups functions and services: what is deployed, and what the functions see of the services that they call.
import { z } from "zod";
import { readJson } from "../../supabase/functions/_shared/read-json.ts";
import { text as apiReference } from "../../supabase/functions/openapi/document.ts";
import type { Challenge } from "../../supabase/functions/diagnose/settings.ts";
import { diagnosisSchema } from "../../supabase/functions/diagnose/diagnose.ts";
import { type Finding, ok } from "./finding.ts";
import { checkVariable } from "./secrets.ts";
import { checkService } from "./services.ts";
import { deployFunctions, type Target } from "./target.ts";

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
  const mend = deployFunctions(target, name);
  if (response === null) return failed("function_silent", `${name} does not answer`, mend);
  const { status, body } = response;
  const code = refusalSchema.safeParse(body).data?.code;
  if (status === 405 && code === "method_not_allowed") return null;
  if (status === 404) return failed("function_missing", `${name} is not deployed`, mend);
  if (status === 401) {
    return {
      ...failed(
        "function_wants_jwt",
        `The platform refuses calls of ${name} that have no JWT`,
        withoutJwt(target, name),
      ),
      why: "Signatures and secret keys are not JWTs; the function checks its callers itself",
    };
  }
  return failed("function_failing", `${name} answers ${status} ${code ?? ""}`.trim(), mend);
}

function withoutJwt(target: Target, name: string): string {
  return target.kind === "self-hosted"
    ? "Give the functions service FUNCTIONS_VERIFY_JWT=false, and start it again"
    : deployFunctions(target, name);
}

/** The API reference is one file with the code that answers, so it tells of which version that is. */
async function checkVersion(target: Target, signal: AbortSignal): Promise<Finding[]> {
  const response = await call(target, "openapi", { method: "GET" }, signal);
  if (response?.status !== 200) return [];
  if (JSON.stringify(response.body) === JSON.stringify(JSON.parse(apiReference))) {
    return [ok("functions", "version", "The API reference that is served is of this version")];
  }
  return [{
    ...failed(
      "other_version",
      "The API reference that is served is of another version than this one",
      deployFunctions(target),
    ),
    why: "The functions may not understand what the database gives them",
  }];
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
  if (checks === undefined) return notDiagnosed(target, response);
  return checks.flatMap((check) => checkVariable(target, check) ?? checkService(target, check) ?? []);
}

function notDiagnosed(target: Target, response: Answer | null): Finding[] {
  const status = response === null ? "does not answer" : `answers ${response.status}`;
  const mend = response?.status === 401
    ? "Set SUPABASE_SECRET_KEY to the key named default; self-hosted, give the functions SUPABASE_SECRET_KEYS"
    : deployFunctions(target, "diagnose");
  return (["secrets", "services"] as const).map((group) => ({
    group,
    status: "failed",
    code: "not_diagnosed",
    what: `The function diagnose ${status}, and nothing else sees these from inside`,
    why: "Whether variables are set and services are reached is not known",
    mend,
  }));
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
    return { status: response.status, body: await readJson(response) };
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

function failed(code: string, what: string, mend: string): Finding {
  return {
    group: "functions",
    status: "failed",
    code,
    what,
    why: "What it does is not done; what can be tried again waits",
    mend,
  };
}
