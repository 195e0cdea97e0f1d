import * as z from "zod";
import { boundedFetch } from "./bounded-fetch.ts";
import { codeHashSchema } from "./code-hash.ts";
import { readJson } from "./read-json.ts";

const TIME_LIMIT_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;
const MAX_WORDS = 500;

export const reloadedSchema = z.object({
  success: z.literal(true),
  code_sha256: codeHashSchema.optional().catch(undefined),
});
export const refusalSchema = z.object({ error: z.string() });
const fetchBounded = boundedFetch(MAX_ANSWER_BYTES);

/** How a reload ended: taken, and whether the executor said that this is the code; refused for good; or worth another try. */
export type Reload =
  | { status: "deployed"; confirmed: boolean }
  | { status: "failed" | "pending"; reason: string; error: string };

export interface ReloadRequest {
  /** Base URL of the executor; null when there is none. */
  executor: string | null;
  traderId: string;
  /** What the executor identifies the caller by. */
  token: string;
  /** Hash of the code that it is to run. */
  codeSha256: string;
}

/** Tells the executor to run the trader's saved code. Never throws. */
export async function reloadTrader(
  { executor, traderId, token, codeSha256 }: ReloadRequest,
): Promise<Reload> {
  if (executor === null) {
    // Nobody can be asked before somebody sets one up, and then it reads the code by itself.
    return failed("not_configured", "No executor is configured for this trader");
  }
  try {
    const response = await fetchBounded(`${executor}/api/v1/traders/${traderId}/reload`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
    return read(response.status, await readJson(response), codeSha256);
  } catch (error) {
    // Its message names the executor's address, which is nobody's business.
    return error instanceof DOMException && error.name === "TimeoutError"
      ? pending("timeout", `The executor did not answer within ${TIME_LIMIT_MS / 1_000} seconds`)
      : pending("unreachable", "The executor could not be reached");
  }
}

function read(status: number, body: unknown, codeSha256: string): Reload {
  const reloaded = reloadedSchema.safeParse(body).data;
  if (status < 300 && reloaded !== undefined) {
    return reloaded.code_sha256 === undefined || reloaded.code_sha256 === codeSha256
      ? { status: "deployed", confirmed: reloaded.code_sha256 !== undefined }
      : pending("stale_code", "The executor took it, but says that it still runs other code");
  }
  const words = refusalSchema.safeParse(body).data?.error.slice(0, MAX_WORDS);
  if (words !== undefined && status === 400) {
    return failed("refused", `The executor refused the code: ${words}`);
  }
  if (words !== undefined && status === 404) {
    return failed("unknown_trader", `The executor does not run this trader: ${words}`);
  }
  if (status === 401 || status === 403) {
    return pending("not_admitted", `The executor did not admit the call: ${words ?? `status ${status}`}`);
  }
  if (status === 429 || status >= 500) {
    return pending("executor_error", `The executor is in trouble: ${words ?? `status ${status}`}`);
  }
  return pending("wrong_app", `What answers at the executor's address is not an executor: status ${status}`);
}

function failed(reason: string, error: string): Reload {
  return { status: "failed", reason, error };
}

function pending(reason: string, error: string): Reload {
  return { status: "pending", reason, error };
}
