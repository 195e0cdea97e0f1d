import * as z from "zod";
import { checkSchema, type Env } from "./check.ts";
import { checkProviders } from "./providers.ts";
import { challengeSchema, checkSettings } from "./settings.ts";

export const requestSchema = z.strictObject({
  /** A text that the database has signed, by check_installation(); without it the two secrets are not compared. */
  challenge: challengeSchema.nullable().default(null),
});

export const diagnosisSchema = z.object({ checks: z.array(checkSchema) });
export type Diagnosis = z.infer<typeof diagnosisSchema>;

/** What a function's own surroundings look like from inside: its settings, and the services it calls. Spends nothing. */
export async function diagnose(env: Env, { challenge }: z.infer<typeof requestSchema>): Promise<Diagnosis> {
  return { checks: [...checkSettings(env, challenge), ...await checkProviders(env)] };
}
