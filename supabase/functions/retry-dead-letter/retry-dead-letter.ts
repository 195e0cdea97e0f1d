import * as z from "zod";
import type { User } from "../_shared/auth.ts";
import { callDatabase } from "../_shared/database.ts";
import type { Logger } from "../_shared/log.ts";

export const letterSchema = z.strictObject({
  kind: z.enum(["fix", "deployment", "email"]),
  id: z.guid(),
});

export const retriedSchema = z.object({ status: z.enum(["taken_up", "not_dead"]) });

/** Takes up again what was given up, on the word of an operator; `not_dead` where that has happened already. */
export async function retryDeadLetter(
  { kind, id }: z.infer<typeof letterSchema>,
  user: User,
  log: Logger,
): Promise<z.infer<typeof retriedSchema>> {
  const isTakenUp = await callDatabase(
    "retry_dead_letter",
    { kind, letter_id: id, actor: user.id },
    z.boolean(),
    log,
  );
  log.info("dead_letter_retried", { kind, id, taken_up: isTakenUp });
  return { status: isTakenUp ? "taken_up" : "not_dead" };
}
