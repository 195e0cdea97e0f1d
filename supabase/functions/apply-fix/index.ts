import { requireUser } from "../_shared/auth.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { acceptFix, decisionSchema, rejectFix } from "./apply-fix.ts";

export default endpoint({
  name: "apply-fix",
  body: decisionSchema,
  browser: true,
  authenticate: requireUser,
  handle: async ({ body, caller, log }) => ({
    body: body.decision === "accept"
      ? await acceptFix(body, caller, log)
      : await rejectFix(body, caller, log),
  }),
});
