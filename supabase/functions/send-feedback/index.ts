import { requireSignature } from "../_shared/auth.ts";
import { inBackground } from "../_shared/background.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { bellSchema, CLAIMED, NOT_CLAIMED } from "../_shared/queue.ts";
import { claimFeedback, sendFeedback } from "./send-feedback.ts";

export default endpoint({
  name: "send-feedback",
  body: bellSchema,
  authenticate: (request, rawBody) => requireSignature(request, rawBody, "WEBHOOK_SECRET"),
  handle: async ({ body, log }) => {
    const claimed = await claimFeedback(body.id, log);
    if (claimed === null) return NOT_CLAIMED;
    inBackground(sendFeedback(claimed, log));
    return CLAIMED;
  },
});
