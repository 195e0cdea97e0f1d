import { requireSignature } from "../_shared/auth.ts";
import { inBackground } from "../_shared/background.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { bellSchema, CLAIMED, NOT_CLAIMED } from "../_shared/queue.ts";
import { claimMail, deliver } from "./notify.ts";

export default endpoint({
  name: "notify",
  body: bellSchema,
  authenticate: (request, rawBody) => requireSignature(request, rawBody, "WEBHOOK_SECRET"),
  handle: async ({ body, log }) => {
    const mail = await claimMail(body.id, log);
    if (mail === null) return NOT_CLAIMED;
    inBackground(deliver(mail, log));
    return CLAIMED;
  },
});
