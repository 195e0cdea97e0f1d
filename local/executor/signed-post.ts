// Posts a body signed by Standard Webhooks and tries again while trying again can help.
import { Webhook } from "standardwebhooks";

const requestTimeoutMs = 5_000;
const maxAttempts = 6;
const firstDelayMs = 250;
const longestDelayMs = 30_000;

export interface SignedPostOptions {
  url: string;
  /** `whsec_<base64>` */
  secret: string;
  body: string;
  signal: AbortSignal;
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export type PostOutcome =
  | { kind: "answered"; body: unknown }
  /** The answer will not change: the request itself is wrong. */
  | { kind: "refused"; why: string }
  /** Nobody took it this time. */
  | { kind: "unavailable"; why: string };

export async function signedPost(options: SignedPostOptions): Promise<PostOutcome> {
  const { sleep = abortableSleep, signal } = options;
  // A repeated delivery keeps its id, so that a receiver can tell it from a second message.
  const messageId = `msg_${crypto.randomUUID()}`;
  for (let attempt = 0;; attempt++) {
    const { outcome, retryAfterMs } = await postOnce(options, messageId);
    if (outcome.kind !== "unavailable" || attempt + 1 === maxAttempts) return outcome;
    await sleep(Math.min(retryAfterMs ?? backOffMs(attempt), longestDelayMs), signal);
  }
}

interface Attempt {
  outcome: PostOutcome;
  retryAfterMs?: number | undefined;
}

async function postOnce(options: SignedPostOptions, messageId: string): Promise<Attempt> {
  const { url, body, signal } = options;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...signedHeaders(options, messageId) },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
    });
    if (response.ok) return { outcome: { kind: "answered", body: await response.json() } };
    const why = `${response.status} ${(await response.text()).slice(0, 500)}`;
    const mayRecover = response.status === 408 || response.status === 429 || response.status >= 500;
    if (!mayRecover) return { outcome: { kind: "refused", why } };
    return { outcome: { kind: "unavailable", why }, retryAfterMs: retryAfterMs(response.headers) };
  } catch (error) {
    signal.throwIfAborted();
    return { outcome: { kind: "unavailable", why: error instanceof Error ? error.message : String(error) } };
  }
}

function signedHeaders({ secret, body }: SignedPostOptions, messageId: string): Record<string, string> {
  const now = new Date();
  return {
    "webhook-id": messageId,
    "webhook-timestamp": Math.floor(now.getTime() / 1000).toString(),
    "webhook-signature": new Webhook(secret).sign(messageId, now, body),
  };
}

function backOffMs(attempt: number): number {
  const ceiling = firstDelayMs * 2 ** attempt;
  return ceiling / 2 + Math.random() * ceiling / 2;
}

/** Retry-After is a number of seconds or a date. */
function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

async function abortableSleep(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const stop = (): void => reject(signal.reason);
  signal.throwIfAborted();
  signal.addEventListener("abort", stop, { once: true });
  const timer = setTimeout(resolve, ms);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}
