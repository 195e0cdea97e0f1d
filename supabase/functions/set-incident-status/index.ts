import { requireUser } from "../_shared/auth.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { setIncidentStatus, statusChangeSchema } from "./set-incident-status.ts";

export default endpoint({
  name: "set-incident-status",
  body: statusChangeSchema,
  browser: true,
  authenticate: requireUser,
  handle: async ({ body, caller, log }) => ({ body: await setIncidentStatus(body, caller, log) }),
});
