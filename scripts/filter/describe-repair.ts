import { createTwoFilesPatch } from "diff";
import type { RepairResult } from "../../supabase/functions/_shared/filter-runtime/schema.ts";

/** Which rule changed what, the change as a diff, and whether the result is sound. */
export function describeRepair(file: string, code: string, repair: RepairResult): string {
  if (!repair.changed) {
    return repair.sound
      ? `Nothing to repair: it runs on every symbol.${repair.reason ? ` (${repair.reason})` : ""}`
      : `Left as it is: ${repair.reason ?? "no rule repairs it"}.`;
  }
  const rules = repair.applied.map(({ rule, explanation, line }) =>
    `${rule}${line ? `, line ${line}` : ""}: ${explanation}`
  );
  const name = file === "-" ? "filter.go" : file;
  return [
    rules.join("\n"),
    createTwoFilesPatch(name, name, code, repair.code, "as it is", "repaired", { context: 3 }).trimEnd(),
    repair.sound
      ? "The repaired code compiles and runs on every symbol."
      : `The repaired code is not sound: ${repair.reason ?? "it still fails"}.`,
  ].join("\n\n");
}
