import type { Fix } from "../api/fixes.ts";

type Told = Pick<Fix, "root_cause" | "explanation" | "what_changed">;

/** What is told of a repair, each thing once: rules say all of it in one sentence. */
export function repairWords(
  { root_cause, explanation, what_changed }: Told,
): { cause: string | null; explanation: string | null; changes: string[] } {
  const cause = root_cause === explanation ? null : root_cause;
  const said = new Set([cause, explanation]);
  return { cause, explanation, changes: [...new Set(what_changed)].filter((change) => !said.has(change)) };
}
