// Which code an edit begins with, and what is sent of it.
import type { Acceptance } from "../api/decisions.ts";
import type { Fix } from "../api/fixes.ts";
import type { Version } from "../api/versions.ts";
import type { Code, Draft } from "./drafts.ts";

type OfFix = Pick<Fix, "id" | "code" | "series_code" | "code_sha256" | "origin">;
type Running = Pick<Version, "code" | "series_code" | "code_sha256">;

/** The code that was proposed, or, where none was found, the code that runs. */
export function startOf(fix: OfFix, running: Running): Code {
  return { code: fix.code ?? running.code, series_code: fix.series_code ?? running.series_code };
}

/** Hash of the code that the user was shown, which is what a decision is about. */
export function shownHash({ code_sha256, origin }: OfFix, running: Running): string {
  return code_sha256 === null || origin === "user" ? running.code_sha256 : code_sha256;
}

/** An edit in which nothing was written yet. */
export function draftOf(fix: OfFix, running: Running): Draft {
  const start = startOf(fix, running);
  return { ...start, start, code_sha256: shownHash(fix, running) };
}

/** Whether the repair went on since the edit was begun: what was written may be less than what is offered now. */
export function isOvertaken({ code_sha256 }: Draft, fix: OfFix, running: Running): boolean {
  return code_sha256 !== shownHash(fix, running);
}

/** The same code as an edit of the repair as it is now. */
export function onto({ code, series_code }: Draft, fix: OfFix, running: Running): Draft {
  return { ...draftOf(fix, running), code, series_code };
}

export function isSame(a: Code, b: Code): boolean {
  return a.code === b.code && a.series_code === b.series_code;
}

/** The draft as it is tested and deployed: series code only where it was changed, so that code without any gets none. */
export function editOf({ code, series_code, start }: Draft): Pick<Acceptance, "code" | "series_code"> {
  return { code, ...(series_code === start.series_code ? {} : { series_code }) };
}

const MAX_BYTES = 64 * 1024;

/** Why the draft cannot be deployed whatever a check says; null when it can. */
export function draftObstacle(draft: Code, running: Running): string | null {
  if (draft.code.trim() === "") return "There is no code. Write some, or discard the edit.";
  const isLong = [draft.code, draft.series_code].some((code) =>
    new TextEncoder().encode(code).length > MAX_BYTES
  );
  if (isLong) return "The code is longer than 64 KB, which is more than the executor takes.";
  return isSame(draft, running) ? "This is the code that runs already. Change it to deploy it." : null;
}

const UNPROVEN = /without a proof: (.*)\. Send acknowledge_unvalidated/s;

/** Why the server holds an edit for unproven, from what it answered. */
export function unprovenBecause(message: string): string {
  const [, reason] = UNPROVEN.exec(message) ?? [];
  return reason === undefined ? "Nothing shows that it holds." : `${capital(reason)}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
