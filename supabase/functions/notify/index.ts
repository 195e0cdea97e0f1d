import { requireSignature } from "../_shared/auth.ts";
import { inBackground } from "../_shared/background.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { bellSchema, CLAIMED, NOT_CLAIMED } from "../_shared/queue.ts";
import { claimNotification, deliver } from "./notify.ts";

export default endpoint({
  name: "notify",
  body: bellSchema,
  authenticate: (request, rawBody) => requireSignature(request, rawBody, "WEBHOOK_SECRET"),
  handle: async ({ body, log }) => {
    const notification = await claimNotification(body.id, log);
    if (notification === null) return NOT_CLAIMED;
    inBackground(deliver(notification, log));
    return CLAIMED;
  },
});
