import * as z from "zod";
import type { User } from "../_shared/auth.ts";
import { callDatabase } from "../_shared/database.ts";
import type { Logger } from "../_shared/log.ts";

export const switchSchema = z.strictObject({ is_on: z.boolean() });

export const switchedSchema = z.object({
  is_on: z.boolean(),
  /** How many repairs had waited for it and go on. */
  resumed: z.int(),
});

/** Allows or stops all calls of language models, on the word of an operator. */
export async function setModelCalls(
  { is_on }: z.infer<typeof switchSchema>,
  user: User,
  log: Logger,
): Promise<z.infer<typeof switchedSchema>> {
  const resumed = await callDatabase("set_model_calls", { is_on, actor: user.id }, z.int(), log);
  log.info("model_calls_set", { is_on, resumed });
  return { is_on, resumed };
}
