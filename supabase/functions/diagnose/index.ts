import { requireSecretKey } from "../_shared/auth.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { env } from "../_shared/env.ts";
import { diagnose, requestSchema } from "./diagnose.ts";

export default endpoint({
  name: "diagnose",
  body: requestSchema,
  authenticate: requireSecretKey,
  handle: async ({ body }) => {
    const diagnosis = await diagnose(env, body);
    const wrong = diagnosis.checks.filter(({ code }) => code !== null && code !== "off");
    return { body: diagnosis, logged: { wrong: wrong.map(({ name, code }) => `${name}_${code}`).join(" ") } };
  },
});
