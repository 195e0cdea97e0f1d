import { requireUser } from "../_shared/auth.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { decide, decisionSchema, MAX_BODY_BYTES } from "./apply-fix.ts";

export default endpoint({
  name: "apply-fix",
  body: decisionSchema,
  browser: true,
  maxBytes: MAX_BODY_BYTES,
  authenticate: requireUser,
  handle: async ({ body, caller, log }) => ({ body: await decide(body, caller, log) }),
});
