import * as z from "zod";
import { requireSecretKey } from "../_shared/auth.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { env } from "../_shared/env.ts";
import { checkProviders } from "./providers.ts";
import { challengeSchema, checkSettings } from "./settings.ts";

/** What a function's own surroundings look like from inside: its settings, and the services it calls. Spends nothing. */
export default endpoint({
  name: "diagnose",
  body: z.strictObject({
    /** A text that the database has signed, by check_installation(); without it the two secrets are not compared. */
    challenge: challengeSchema.nullable().default(null),
  }),
  authenticate: requireSecretKey,
  handle: async ({ body: { challenge } }) => {
    const checks = [...checkSettings(env, challenge), ...await checkProviders(env)];
    return {
      body: { checks },
      logged: {
        failed: checks.flatMap(({ name, code }) => code === null ? [] : [`${name}_${code}`]).join(" "),
      },
    };
  },
});
