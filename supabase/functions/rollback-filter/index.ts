import { requireUser } from "../_shared/auth.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { rollBack, rollbackSchema } from "./rollback-filter.ts";

export default endpoint({
  name: "rollback-filter",
  body: rollbackSchema,
  browser: true,
  authenticate: requireUser,
  handle: async ({ body, caller, log }) => ({ body: await rollBack(body, caller, log) }),
});
