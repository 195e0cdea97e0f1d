import * as z from "zod";
import { callDatabase } from "../_shared/database.ts";
import type { Logger } from "../_shared/log.ts";

/** A webhook of Resend (https://resend.com/docs/dashboard/webhooks/event-types); what else is in it is nobody's business here. */
export const eventSchema = z.object({
  type: z.string().max(100),
  data: z.object({
    to: z.array(z.string().max(320)).nullish(),
    /** `mail` is the idempotency key that the mail was sent under. */
    tags: z.object({ mail: z.string().max(100).nullish() }).nullish(),
    bounce: z.object({ type: z.string() }).nullish(),
  }),
});

/** What became of the mails; `unknown_mail` is one that was not sent from here, or was told of before. */
export const recordedSchema = z.object({ status: z.string() });

export type MailEvent = z.infer<typeof eventSchema>;
type Fate = "bounced" | "bounced_for_now" | "complained";

/** What became of a mail, if the event says that it came back or was not wanted. */
export function fateOf({ type, data }: MailEvent): Fate | null {
  switch (type) {
    case "email.bounced":
      // A full mailbox is no reason never to write again.
      return data.bounce?.type === "Permanent" ? "bounced" : "bounced_for_now";
    case "email.suppressed":
      return "bounced";
    case "email.failed":
      return "bounced_for_now";
    case "email.complained":
      return "complained";
    default:
      return null;
  }
}

/** Records the event. `unknown_mail` is one that was not sent from here, or was told of before. */
export async function recordEvent(event: MailEvent, log: Logger): Promise<string> {
  const fate = fateOf(event);
  const key = event.data.tags?.mail ?? null;
  if (fate === null || key === null) return "ignored";
  const recipient = event.data.to?.[0];
  const args = { key, event: fate, ...(recipient === undefined ? {} : { recipient }) };
  return await callDatabase("record_mail_event", args, z.string(), log);
}
