import { requireUser } from "../_shared/auth.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { setModelCalls, switchSchema } from "./set-model-calls.ts";

export default endpoint({
  name: "set-model-calls",
  body: switchSchema,
  browser: true,
  authenticate: requireUser,
  handle: async ({ body, caller, log }) => ({ body: await setModelCalls(body, caller, log) }),
});
