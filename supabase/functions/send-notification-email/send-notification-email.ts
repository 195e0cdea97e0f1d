import { Resend, type Tag } from "resend";
import * as z from "zod";
import { env } from "../_shared/env.ts";
import { ApiError } from "../_shared/errors.ts";
import { isSafeUrl } from "../_shared/safe-url.ts";
import { providerError, providerTimeout } from "./provider-errors.ts";

const SEND_TIME_LIMIT_MS = 10_000;
/** What the provider takes as the value of a tag. */
const TAG_VALUE = /^[\w-]{1,256}$/;

// A line break in a header would let its author add headers of their own; of an address, it would also hide where it leads.
const unsubscribeUrlSchema = z.string().max(2_000)
  .regex(/^[\x21-\x7e]+$/, "must be of ASCII characters without spaces")
  .regex(/^[^<>]*$/, "must not hold < or >")
  .refine(isSafeUrl, "must be an https address");

export const emailSchema = z.object({
  to: z.email(),
  subject: z.string().min(1).max(300).regex(/^[^\r\n]*$/, "must be a single line"),
  html: z.string().min(1),
  text: z.string().min(1).optional(),
  /** Where a POST unsubscribes the recipient at once; becomes the mail's List-Unsubscribe. */
  unsubscribe_url: unsubscribeUrlSchema.optional(),
});

/** The provider's id of the mail. */
export const sentSchema = z.object({ id: z.string() });
type Sent = z.infer<typeof sentSchema>;

export type Email = z.infer<typeof emailSchema>;

/** Hands one mail to Resend. The same idempotency key sends it once, however often this is called within a day. */
export async function sendEmail(email: Email, idempotencyKey: string | null): Promise<Sent> {
  const apiKey = env("RESEND_API_KEY");
  const from = env("EMAIL_FROM");
  if (apiKey === undefined || from === undefined) {
    throw new ApiError(503, "email_not_configured", "Cannot send e-mail: set RESEND_API_KEY and EMAIL_FROM");
  }
  return await handOver(new Resend(apiKey), from, email, idempotencyKey);
}

/** The same with a client that is given. Throws an ApiError also when the provider does not answer within the limit. */
export async function handOver(
  resend: Resend,
  from: string,
  { to, subject, html, text, unsubscribe_url }: Email,
  idempotencyKey: string | null,
  limitMs = SEND_TIME_LIMIT_MS,
): Promise<Sent> {
  const signal = AbortSignal.timeout(limitMs);
  const { data, error, headers } = await resend.emails.send(
    {
      from,
      to,
      subject,
      html,
      ...(text === undefined ? {} : { text }),
      ...(unsubscribe_url === undefined ? {} : { headers: unsubscribeHeaders(unsubscribe_url) }),
      ...tagsOf(idempotencyKey),
    },
    { signal, ...(idempotencyKey === null ? {} : { idempotencyKey }) },
  );
  if (data !== null) return { id: data.id };
  throw signal.aborted ? providerTimeout(error) : providerError(error, headers);
}

/** The provider's events about the mail name its tags, so whoever chose the key knows which mail came back. */
function tagsOf(key: string | null): { tags?: Tag[] } {
  return key !== null && TAG_VALUE.test(key) ? { tags: [{ name: "mail", value: key }] } : {};
}

/** RFC 8058: mail programs show their own button for it, and POST to the address when it is pressed. */
function unsubscribeHeaders(url: string): Record<string, string> {
  return { "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}
