import { Resend } from "resend";
import * as z from "zod";
import { env } from "../_shared/env.ts";
import { ApiError } from "../_shared/errors.ts";

const RETRY_AFTER_SECONDS = 30;

export const emailSchema = z.object({
  to: z.email(),
  // A line break in a header would let its author add headers of their own.
  subject: z.string().min(1).max(300).regex(/^[^\r\n]*$/, "must be a single line"),
  html: z.string().min(1),
  text: z.string().min(1).optional(),
});

export type Email = z.infer<typeof emailSchema>;

/** Hands one mail to Resend. The same idempotency key sends it once, however often this is called within a day. */
export async function sendEmail(email: Email, idempotencyKey: string | null): Promise<{ id: string }> {
  const apiKey = env("RESEND_API_KEY");
  const from = env("EMAIL_FROM");
  if (apiKey === undefined || from === undefined) {
    throw new ApiError(503, "email_not_configured", "Cannot send e-mail: set RESEND_API_KEY and EMAIL_FROM");
  }
  const { to, subject, html, text } = email;
  const { data, error } = await new Resend(apiKey).emails.send(
    { from, to, subject, html, ...(text === undefined ? {} : { text }) },
    idempotencyKey === null ? {} : { idempotencyKey },
  );
  if (data !== null) return { id: data.id };
  throw providerError(error);
}

function providerError(error: { name: string; message: string; statusCode: number | null }): ApiError {
  if (error.statusCode === 429) {
    return new ApiError(429, "email_rate_limited", "Cannot send e-mail now: the provider asks to slow down", {
      cause: error,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
  // A wrong key or an unverified domain is the operator's to mend, so only what is wrong with this mail is final.
  if (error.statusCode === 400 || error.statusCode === 422) {
    return new ApiError(
      422,
      "email_refused",
      `Cannot send this e-mail: the provider refused it (${error.name})`,
      { cause: error },
    );
  }
  return new ApiError(
    503,
    "email_provider_unavailable",
    "Cannot send e-mail now: the provider did not take it",
    {
      cause: error,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    },
  );
}
