// The mailbox in the mail provider's place, behind a provider that fails in every way it can. It keeps by idempotency key what was taken.
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { type LocalServer, serveLocally } from "../../../local/executor/local-server.ts";
import type { Records } from "./records.ts";
import type { MAIL_FAULTS } from "./schedule.ts";

const takenSchema = z.object({ id: z.string() });

/** More than send-notification-email waits. */
const HANG_MS = 12_000;

export interface MailProvider extends LocalServer {
  target: string;
  trouble: typeof MAIL_FAULTS[number] | undefined;
}

export function startMailProvider(records: Records): MailProvider {
  async function answer(request: Request): Promise<Response> {
    const body = await request.text();
    const { trouble } = provider;
    if (trouble !== undefined) records.count(`mail provider: ${trouble}`);
    switch (trouble) {
      case "rate-limited":
        return refuse(429, "rate_limit_exceeded", { "retry-after": "2" });
      case "quota":
        return refuse(429, "daily_quota_exceeded");
      case "error":
        return refuse(500, "application_error");
      case "refused":
        return refuse(422, "validation_error");
      case "hang":
        await delay(HANG_MS);
        return refuse(500, "application_error");
      case "answer-lost":
        await take(request, body);
        return refuse(500, "application_error");
      case undefined:
        return await take(request, body);
    }
  }

  async function take(request: Request, body: string): Promise<Response> {
    const headers = new Headers(request.headers);
    headers.delete("host");
    const response = await fetch(provider.target + new URL(request.url).pathname, {
      method: request.method,
      headers,
      body,
    });
    const text = await response.text();
    if (response.ok) {
      records.mailed(request.headers.get("idempotency-key") ?? "", takenSchema.parse(JSON.parse(text)).id);
    }
    return new Response(text, { status: response.status, headers: { "Content-Type": "application/json" } });
  }

  const provider: MailProvider = { target: "", trouble: undefined, ...serveLocally(0, "", answer) };
  return provider;
}

function refuse(statusCode: number, name: string, headers: Record<string, string> = {}): Response {
  return Response.json({ statusCode, name, message: "Scripted" }, { status: statusCode, headers });
}
