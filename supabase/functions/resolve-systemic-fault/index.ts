import { requireUser } from "../_shared/auth.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { decisionSchema, resolveSystemicFault } from "./resolve-systemic-fault.ts";

export default endpoint({
  name: "resolve-systemic-fault",
  body: decisionSchema,
  browser: true,
  authenticate: requireUser,
  handle: async ({ body, caller, log }) => ({ body: await resolveSystemicFault(body, caller, log) }),
});
