import { requireSignature } from "../_shared/auth.ts";
import { inBackground } from "../_shared/background.ts";
import { claimDeployment } from "../_shared/deploy.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { bellSchema, CLAIMED, NOT_CLAIMED } from "../_shared/queue.ts";
import { deploy } from "./deploy-filter.ts";

export default endpoint({
  name: "deploy-filter",
  body: bellSchema,
  authenticate: (request, rawBody) => requireSignature(request, rawBody, "WEBHOOK_SECRET"),
  handle: async ({ body, log }) => {
    const claimed = await claimDeployment(body.id, log);
    if (claimed === null) return NOT_CLAIMED;
    inBackground(deploy(claimed, log));
    return CLAIMED;
  },
});
