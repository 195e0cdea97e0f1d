import type { Attempt, Fix } from "../api/fixes.ts";
import type { FixProgress } from "../live/changes.ts";
import { fixSteps, stepWords } from "../words/fixes.ts";

export interface RepairProgress {
  /** From 0; of `fixSteps`. */
  index: number;
  /** "Proving the repair", as `index` counts it. */
  words: string;
  /** Markets tried in this step, of how many; null where it tries none. */
  markets: { done: number; total: number } | null;
  attempt: number;
  /** When this attempt began, where the page knows. */
  startedAt: string | null;
}

interface Told {
  attempt: number;
  index: number;
  done: number | null;
  total: number | null;
}

/** How far a repair under way is: the later of what was read and what was told since. Null while it waits for its turn. */
export function repairProgress(
  fix: Pick<Fix, "id" | "status">,
  attempts: readonly Attempt[],
  told: FixProgress | null,
): RepairProgress | null {
  if (fix.status !== "generating") return null;
  const attempt = attempts.find(({ fix_id, status }) => fix_id === fix.id && status === "running");
  const known: Told[] = [];
  if (attempt !== undefined) {
    const { step, step_done: done, step_total: total } = attempt;
    known.push({ attempt: attempt.attempt, index: indexOf(step), done, total });
  }
  if (told?.fix_id === fix.id) {
    known.push({ attempt: told.attempt, index: indexOf(told.step), done: told.done, total: told.total });
  }
  const latest = known.sort(byProgress).at(-1) ?? { attempt: 1, index: 0, done: null, total: null };
  const { index, done, total } = latest;
  return {
    index,
    words: stepWords(fixSteps[index] ?? "claim"),
    markets: done !== null && total !== null && total > 0 ? { done, total } : null,
    attempt: latest.attempt,
    startedAt: attempt?.attempt === latest.attempt ? attempt.started_at : null,
  };
}

/** A step that this page does not know counts as the first. */
function indexOf(step: string): number {
  return Math.max(0, fixSteps.findIndex((known) => known === step));
}

function byProgress(a: Told, b: Told): number {
  return a.attempt - b.attempt || a.index - b.index || (a.done ?? -1) - (b.done ?? -1);
}
