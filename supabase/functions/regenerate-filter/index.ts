import { requireSignature } from "../_shared/auth.ts";
import { inBackground } from "../_shared/background.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { bellSchema, CLAIMED, NOT_CLAIMED } from "../_shared/queue.ts";
import { claimFix } from "./claim.ts";
import { regenerate } from "./regenerate.ts";

export default endpoint({
  name: "regenerate-filter",
  body: bellSchema,
  authenticate: (request, rawBody) => requireSignature(request, rawBody, "WEBHOOK_SECRET"),
  handle: async ({ body, log }) => {
    const claim = await claimFix(body.id, log);
    if (claim === null) return NOT_CLAIMED;
    inBackground(regenerate(claim, log));
    return CLAIMED;
  },
});
