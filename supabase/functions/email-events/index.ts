import { requireSignature } from "../_shared/auth.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { eventSchema, recordEvent } from "./email-events.ts";

export default endpoint({
  name: "email-events",
  body: eventSchema,
  authenticate: (request, rawBody) => requireSignature(request, rawBody, "RESEND_WEBHOOK_SECRET"),
  handle: async ({ body, log }) => {
    const status = await recordEvent(body, log);
    return { body: { status }, logged: { type: body.type, outcome: status } };
  },
});
