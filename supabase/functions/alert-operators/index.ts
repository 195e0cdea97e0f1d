import { requireSignature } from "../_shared/auth.ts";
import { inBackground } from "../_shared/background.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { bellSchema, CLAIMED, NOT_CLAIMED } from "../_shared/queue.ts";
import { claimAlert, sendAlert } from "./alert-operators.ts";

export default endpoint({
  name: "alert-operators",
  body: bellSchema,
  authenticate: (request, rawBody) => requireSignature(request, rawBody, "WEBHOOK_SECRET"),
  handle: async ({ body, log }) => {
    const alert = await claimAlert(body.id, log);
    if (alert === null) return NOT_CLAIMED;
    inBackground(sendAlert(alert, log));
    return CLAIMED;
  },
});
