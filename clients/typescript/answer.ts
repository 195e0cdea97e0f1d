// What a try came to, read from the server's response.
import { retryAfterMs } from "./backoff.ts";

export interface Rejection {
  index: number;
  event_id: string | null;
  code: string;
}

export interface Answer {
  accepted: number;
  duplicates: number;
  rejected: Rejection[];
  /** What became of each event; servers before 2026-11 do not say. */
  results: { index: number; status: string }[];
}

export type Outcome =
  | { kind: "settled"; answer: Answer }
  /** Nobody took it this time; `reason` is the status code, `network`, `timeout` or `garbage`. */
  | { kind: "retry"; reason: string; afterMs?: number | undefined }
  /** Nobody will take it before an operator mends something. */
  | { kind: "mend"; reason: string; code: string | undefined }
  /** Nobody will ever take it as it is: too large, or something in it is wrong. */
  | { kind: "divide"; reason: string; code: string | undefined };

const maxAnswerBytes = 4_000_000;
const transient = new Set([408, 425, 429]);
const mendable = new Set([401, 403, 404]);

/** `now` in milliseconds. Rejects when the connection breaks within a 2xx. */
export async function readOutcome(response: Response, now: number): Promise<Outcome> {
  const { status, headers } = response;
  if (response.ok) {
    const answer = parseAnswer(await readText(response));
    return answer ? { kind: "settled", answer } : { kind: "retry", reason: "garbage" };
  }
  const reason = String(status);
  if (status >= 500 || transient.has(status)) {
    discard(response);
    return { kind: "retry", reason, afterMs: retryAfterMs(headers.get("retry-after"), now) };
  }
  const code = await errorCode(response);
  // Browsers hide a redirect's status: 0. A refusal without a code is not record-error's: something before it is in the way.
  const isMendable = status < 400 || mendable.has(status) || (code === undefined && status !== 413);
  return { kind: isMendable ? "mend" : "divide", reason, code };
}

function parseAnswer(text: string): Answer | undefined {
  const body = parseObject(text);
  if (!body) return undefined;
  const { accepted, duplicates, rejected, results } = body;
  if (!isCount(accepted) || !isCount(duplicates) || !Array.isArray(rejected)) return undefined;
  if (!rejected.every(isRejection)) return undefined;
  return { accepted, duplicates, rejected, results: Array.isArray(results) ? results.filter(isResult) : [] };
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}

function isRejection(item: unknown): item is Rejection {
  if (!isObject(item)) return false;
  const { code, event_id, index } = item;
  return typeof code === "string" && isCount(index) && (typeof event_id === "string" || event_id === null);
}

function isResult(item: unknown): item is Answer["results"][number] {
  return isObject(item) && isCount(item["index"]) && typeof item["status"] === "string";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The machine code of a refusal. Its message is not asked for: it may repeat what was sent. */
async function errorCode(response: Response): Promise<string | undefined> {
  try {
    const code = parseObject(await readText(response))?.["code"];
    return typeof code === "string" && /^\w{1,50}$/.test(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  const reader = response.body?.getReader();
  if (!reader) return text;
  for (let bytes = 0; bytes <= maxAnswerBytes;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.length;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return "";
}

/** Lets go of the connection. */
function discard(response: Response): void {
  response.body?.cancel().catch(() => {});
}
