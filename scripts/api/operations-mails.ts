import { eventSchema, recordedSchema } from "../../supabase/functions/email-events/email-events.ts";
import {
  emailSchema,
  sentSchema,
} from "../../supabase/functions/send-notification-email/send-notification-email.ts";
import { unsubscribedSchema } from "../../supabase/functions/unsubscribe/unsubscribe.ts";
import { FIX } from "./examples.ts";
import type { Operation } from "./operation.ts";

const TOKEN = { token: "From the link of a mail" };

export const mails: Operation[] = [
  {
    name: "send-notification-email",
    method: "POST",
    caller: "secret-key",
    summary: "Send one mail",
    description: "Through the mail provider.",
    headers: {
      "Idempotency-Key": "The same key sends the mail once, however often it is called within a day",
    },
    request: {
      schema: emailSchema,
      example: { to: "trader@example.com", subject: "A repair is ready", html: "<p>A repair is ready.</p>" },
      fields: {
        to: "The recipient",
        subject: "A single line",
        html: "The mail",
        text: "The same as plain text",
        unsubscribe_url: "Where one click in a mail program stops mails",
      },
    },
    answers: [{
      status: 200,
      description: "The provider took it",
      schema: sentSchema,
      example: { id: "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794" },
    }],
    refusals: {
      409: ["email_already_sent"],
      422: ["email_refused"],
      429: ["email_rate_limited", "email_quota_exceeded"],
      503: [
        "email_not_configured",
        "email_provider_unavailable",
        "email_provider_timeout",
        "email_provider_busy",
        "email_provider_refuses_us",
      ],
    },
  },
  {
    name: "email-events",
    method: "POST",
    caller: "provider",
    summary: "Hear of mails that came back",
    description: "The mail provider's webhook, signed under its own header names (`svix-...`).",
    request: {
      schema: eventSchema,
      example: {
        type: "email.bounced",
        data: { to: ["trader@example.com"], tags: { mail: FIX }, bounce: { type: "Permanent" } },
      },
      fields: { type: "What happened", data: "To which mail; its tag `mail` is the key it was sent under" },
    },
    answers: [{
      status: 200,
      description: "What has become of the mail; `ignored` and `unknown_mail` change nothing",
      schema: recordedSchema,
      example: { status: "failed" },
    }],
  },
  {
    name: "unsubscribe",
    method: "POST",
    caller: "link",
    summary: "Stop mails",
    description: "What mail programs and the app's page call. Twice is once.",
    query: TOKEN,
    answers: [{
      status: 200,
      description: "The user gets no more mail",
      schema: unsubscribedSchema,
      example: { status: "unsubscribed" },
    }],
  },
  {
    name: "unsubscribe",
    method: "GET",
    caller: "anyone",
    summary: "Open the link of a mail",
    description: "Leads to the app's page, which asks. Changes nothing.",
    query: TOKEN,
    refusesNothing: true,
    answers: [{ status: 303, description: "To the app" }],
  },
];
