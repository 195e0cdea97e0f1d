// Which code can be tested: the user's edit, the repair, or, where there is none, the code that runs.
import type { PreviewRequest } from "../api/preview.ts";
import type { Fix } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import type { Code, Draft } from "../decide/drafts.ts";
import { editOf, startOf } from "../decide/editing.ts";
import { currentFix } from "../incident/current-fix.ts";

export interface Subject {
  kind: "edit" | "repair" | "running";
  label: string;
  /** Names its test among those of the incident. An edit changes while it is tested, so its test goes by no hash. */
  key: string;
  /** The code itself, to see whether it has changed since it was tested. */
  draft: Code;
  request: PreviewRequest;
}

/** What the user works on comes first. Empty where nothing runs. */
export function subjectsOf(page: IncidentPage, edited: { fix: Fix; draft: Draft } | null): Subject[] {
  const { running } = page;
  if (running === null) return [];
  const subjects: Subject[] = [];
  if (edited !== null) {
    const { fix, draft } = edited;
    const request = { fix_id: fix.id, ...editOf(draft) };
    subjects.push({ kind: "edit", label: "Your edit", key: "edit", draft, request });
  }
  const fix = currentFix(page);
  // A repair of code that ran before says nothing about the code that runs now.
  const isOfRunning = fix?.base_version_id === running.id || fix?.id === running.fix_id;
  if (fix !== null && fix.code !== null && isOfRunning) {
    const draft = startOf(fix, running);
    const key = fix.code_sha256 ?? fix.id;
    subjects.push({ kind: "repair", label: "The repair", key, draft, request: { fix_id: fix.id } });
  } else {
    const { code, series_code } = running;
    const request = fix === null
      ? { trader_id: page.trader.id, code, series_code }
      : { fix_id: fix.id, code, series_code };
    const draft = { code, series_code };
    subjects.push({ kind: "running", label: "The running code", key: running.code_sha256, draft, request });
  }
  return subjects;
}
