import { requireUser } from "../_shared/auth.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { MAX_CODE_BODY_BYTES } from "../_shared/filter-code-schema.ts";
import { decide, decisionSchema } from "./apply-fix.ts";

export default endpoint({
  name: "apply-fix",
  body: decisionSchema,
  browser: true,
  maxBytes: MAX_CODE_BODY_BYTES,
  authenticate: requireUser,
  handle: async ({ body, caller, log }) => ({ body: await decide(body, caller, log) }),
});
