import { requireUser } from "../_shared/auth.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { requestFix, requestSchema } from "./request-fix.ts";

export default endpoint({
  name: "request-fix",
  body: requestSchema,
  browser: true,
  authenticate: requireUser,
  handle: async ({ body, caller, log }) => ({ status: 202, body: await requestFix(body, caller, log) }),
});
