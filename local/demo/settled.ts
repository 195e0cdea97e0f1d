// When there is nothing left to wait for.
import type { Fix, LoopState } from "./loop-state.ts";

const undecided = new Set(["queued", "generating"]);
const unsent = new Set(["pending", "sending"]);

/** What is still on its way, in words; empty when the loop has come to rest. */
export function stillGoing(state: LoopState): string[] {
  const withFix = new Set(state.fixes.map((fix) => fix.incident_id));
  const unqueued = state.incidents.filter(({ id, status, attribution }) =>
    status === "open" && attribution === "code" && !withFix.has(id)
  );
  return [
    counted(unqueued.length, "incident without a fix"),
    counted(state.fixes.filter(({ status }) => undecided.has(status)).length, "fix in the making"),
    counted(state.deployments.filter(({ status }) => status === "pending").length, "deployment on its way"),
    counted(state.notifications.filter((row) => unsent.has(row.email_status)).length, "e-mail not sent yet"),
  ].filter((text) => text !== "");
}

/** The fixes that somebody who trusts the proof would accept. */
export function acceptable(state: LoopState): (Fix & { code_sha256: string })[] {
  return state.fixes.flatMap((fix) =>
    fix.status === "proposed" && fix.validated && fix.code_sha256 !== null
      ? [{ ...fix, code_sha256: fix.code_sha256 }]
      : []
  );
}

function counted(count: number, what: string): string {
  return count === 0 ? "" : `${count} x ${what}`;
}
