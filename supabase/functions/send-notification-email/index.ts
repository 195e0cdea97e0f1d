import { requireSecretKey } from "../_shared/auth.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { emailSchema, sendEmail } from "./send-notification-email.ts";

export default endpoint({
  name: "send-notification-email",
  body: emailSchema,
  authenticate: requireSecretKey,
  handle: async ({ body, request }) => ({
    body: await sendEmail(body, request.headers.get("idempotency-key")),
  }),
});
