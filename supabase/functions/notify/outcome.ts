import * as z from "zod";

/** How an attempt ended, with a machine code where the mail was not sent; `retry` may come out otherwise later. */
export type Outcome =
  | { status: "sent" }
  | { status: "skipped" | "failed"; error: string }
  /** With pauseSeconds the provider wants no mail at all for so long. */
  | { status: "retry"; error: string; pauseSeconds: number | null };

const failureSchema = z.object({ code: z.string() });

const DEFAULT_PAUSE_SECONDS = 30;
/** What is wrong is not the mail, so all mails wait, and none is given up for it within a day. */
const PAUSING = new Set(["email_rate_limited", "email_quota_exceeded", "email_provider_refuses_us"]);

/** What an answer of send-notification-email means for the mail. */
export function outcomeOf(status: number, retryAfter: string | null, body: unknown): Outcome {
  if (status === 200) return { status: "sent" };
  const { code } = failureSchema.safeParse(body).data ?? { code: `status_${status}` };
  // Taken before, and the answer was lost.
  if (code === "email_already_sent") return { status: "sent" };
  if (code === "email_not_configured") return { status: "skipped", error: code };
  if (status === 422 || status === 400) return { status: "failed", error: code };
  const pauseSeconds = PAUSING.has(code) ? Number(retryAfter) || DEFAULT_PAUSE_SECONDS : null;
  return { status: "retry", error: code, pauseSeconds };
}
