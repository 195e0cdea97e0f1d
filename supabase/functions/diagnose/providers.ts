// Whether the services that functions call are there and admit us. Only what costs nothing is asked: no model answers, no mail leaves.
import * as z from "zod";
import { boundedFetch } from "../_shared/bounded-fetch.ts";
import { readBraintrustConfig } from "../_shared/braintrust.ts";
import { executorOf, symbolsSchema } from "../_shared/executor.ts";
import { readJson } from "../_shared/read-json.ts";
import { ModelConfigError, readModelConfig } from "../_shared/model-config.ts";
import { type Check, check, type Env } from "./check.ts";

const LIMIT_MS = 5_000;
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
const RESEND = "https://api.resend.com";
const OPENAI = "https://api.openai.com/v1";
const bounded = boundedFetch(MAX_ANSWER_BYTES);

export async function checkProviders(env: Env): Promise<Check[]> {
  return await Promise.all([checkExecutor(env), checkMail(env), checkModel(env), checkBraintrust(env)]);
}

/** What a service answered; its body as JSON, or null where it is none. Null when there was no answer in time. */
interface Answer {
  status: number;
  body: unknown;
}

async function ask(
  url: string,
  key: string | undefined,
  method: "GET" | "POST" = "GET",
): Promise<Answer | null> {
  try {
    const response = await bounded(url, {
      method,
      headers: key === undefined ? {} : { Authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    return { status: response.status, body: await readJson(response) };
  } catch {
    return null;
  }
}

/** What the status of an answer says of itself; null where its body has to be looked at. */
function problemOf(answer: Answer | null): { code: string; detail?: string } | null {
  if (answer === null) return { code: "unreachable" };
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  if (status === 401 || status === 403) return { code: "refused", detail: String(status) };
  return { code: status >= 500 || status === 429 ? "unavailable" : "unexpected", detail: String(status) };
}

async function checkExecutor(env: Env): Promise<Check> {
  const name = "executor";
  const executor = executorOf(null, env);
  if (executor === null) return check(name, "off");
  const { url, token } = executor;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return check(name, "malformed");
  const answer = await ask(`${url}/api/v1/symbols`, token);
  const problem = problemOf(answer);
  if (problem !== null) return check(name, problem.code, problem.detail);
  const symbols = symbolsSchema.safeParse(answer?.body).data?.symbols;
  return symbols === undefined ? check(name, "unexpected") : check(name, null, `${symbols.length} symbols`);
}

const domainsSchema = z.object({ data: z.array(z.object({ name: z.string(), status: z.string() })) });
const refusalSchema = z.object({ name: z.string() });

async function checkMail(env: Env): Promise<Check> {
  const name = "mail";
  const [key, from] = [env("RESEND_API_KEY"), env("EMAIL_FROM")];
  if (key === undefined && from === undefined) return check(name, "off");
  if (key === undefined || from === undefined) {
    return check(name, "incomplete", key === undefined ? "RESEND_API_KEY" : "EMAIL_FROM");
  }
  const domain = /@([^\s@<>]+)>?\s*$/.exec(from)?.[1]?.toLowerCase();
  if (domain === undefined) return check(name, "sender_malformed");
  const answer = await ask(`${env("RESEND_BASE_URL") ?? RESEND}/domains`, key);
  // A key that may only send is told so, which shows that it is one: resend.com/docs/api-reference/errors.
  if (refusalSchema.safeParse(answer?.body).data?.name === "restricted_api_key") {
    return check(name, null, "a key that may only send");
  }
  const problem = problemOf(answer);
  // It answers a key that it does not know with 400 or 401.
  if (problem?.detail === "400") return check(name, "refused", "400");
  if (problem !== null) return check(name, problem.code, problem.detail);
  const domains = domainsSchema.safeParse(answer?.body).data?.data;
  if (domains === undefined) return check(name, "unexpected");
  const isVerified = domains.some((known) =>
    known.name.toLowerCase() === domain && known.status === "verified"
  );
  return isVerified ? check(name, null) : check(name, "domain_unverified", domain);
}

const modelsSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

async function checkModel(env: Env): Promise<Check> {
  const name = "model";
  try {
    const config = readModelConfig(env);
    if (config === null) return check(name, "off");
    const answer = await ask(`${(config.baseUrl ?? OPENAI).replace(/\/+$/, "")}/models`, config.apiKey);
    const problem = problemOf(answer);
    // A gateway need not have this route, and a key may be allowed to ask the model alone.
    if (problem?.detail === "403" || problem?.detail === "404") {
      return check(name, "not_listed", problem.detail);
    }
    if (problem !== null) return check(name, problem.code, problem.detail);
    const models = modelsSchema.safeParse(answer?.body).data?.data;
    // A gateway may serve a model that it does not list, under a name of its own.
    const isListed = models?.some(({ id }) => id === config.model) ?? false;
    return check(name, isListed ? null : "model_unlisted", config.model);
  } catch (error) {
    if (error instanceof ModelConfigError) return check(name, "misconfigured", error.message);
    throw error;
  }
}

async function checkBraintrust(env: Env): Promise<Check> {
  const name = "braintrust";
  const config = readBraintrustConfig(env);
  if (config === null) return check(name, "off");
  // As its SDK logs in.
  const answer = await ask(`${config.appUrl}/api/apikey/login`, config.apiKey, "POST");
  const problem = problemOf(answer);
  return problem === null ? check(name, null) : check(name, problem.code, problem.detail);
}
