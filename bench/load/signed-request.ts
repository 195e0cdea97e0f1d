// A report as an executor sends it: POST /functions/v1/record-error, signed by Standard Webhooks.
import { createHmac } from "node:crypto";
import { z } from "zod";
import type { ErrorEvent } from "./events.ts";

const REQUEST_LIMIT_MS = 30_000;

export interface Target {
  apiUrl: string;
  /** `whsec_<base64>` */
  recordErrorSecret: string;
}

export interface Report {
  body: string;
  headers: Record<string, string>;
  events: number;
}

const answerSchema = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.array(z.unknown()),
  incidents: z.array(z.object({ is_new: z.boolean() })),
});

/** The report of one event alone, or of a batch. Its signature is good for five minutes. */
export function signedReport(events: readonly ErrorEvent[], secret: string): Report {
  const body = JSON.stringify(events.length === 1 ? events[0] : { events });
  const id = `msg_${crypto.randomUUID()}`;
  const at = Math.floor(Date.now() / 1_000);
  const key = Uint8Array.fromBase64(secret.replace(/^whsec_/, ""));
  const signature = createHmac("sha256", key).update(`${id}.${at}.${body}`).digest("base64");
  return {
    body,
    headers: {
      "Content-Type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(at),
      "webhook-signature": `v1,${signature}`,
    },
    events: events.length,
  };
}

/** Sends a report and returns how many incidents it opened. Anything but the whole of it accepted is an error. */
export async function send(report: Report, { apiUrl }: Pick<Target, "apiUrl">): Promise<number> {
  const response = await fetch(`${apiUrl}/functions/v1/record-error`, {
    method: "POST",
    headers: report.headers,
    body: report.body,
    signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
  });
  const text = await response.text();
  if (response.status !== 202) throw new Error(`record-error answered ${response.status}: ${text}`);
  const { accepted, incidents } = answerSchema.parse(JSON.parse(text));
  if (accepted !== report.events) {
    throw new Error(`record-error accepted ${accepted} of ${report.events} events: ${text.slice(0, 500)}`);
  }
  return incidents.filter(({ is_new }) => is_new).length;
}
