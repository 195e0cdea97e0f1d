import { requireUser } from "../_shared/auth.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { letterSchema, retryDeadLetter } from "./retry-dead-letter.ts";

export default endpoint({
  name: "retry-dead-letter",
  body: letterSchema,
  browser: true,
  authenticate: requireUser,
  handle: async ({ body, caller, log }) => ({ status: 202, body: await retryDeadLetter(body, caller, log) }),
});
