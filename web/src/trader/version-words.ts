// Where a version comes from, when it ran and how it did, in words.
import type { TraderPage } from "../api/trader-page.ts";
import type { ListedVersion, Version } from "../api/versions.ts";
import type { Tone } from "../ui/badge.tsx";
import { staysLive } from "../words/deployments.ts";
import { shortTime } from "../words/time.ts";

type Origin = Pick<ListedVersion, "source" | "author" | "restores_version">;

const AUTHORS: Record<NonNullable<ListedVersion["author"]>, string> = {
  you: "you",
  owner: "the owner",
  operator: "an operator",
};

/** How the code came to be, and by whom. */
export function sourceWords({ source, author, restores_version }: Origin): string {
  const by = author === null ? "" : ` by ${AUTHORS[author]}`;
  switch (source) {
    case "original":
      return "Original";
    case "fix":
      return `Repair, accepted${by}`;
    case "edit":
      return author === "you" ? "Your edit" : `Edit${by}`;
    case "rollback": {
      const to = restores_version === null ? "an earlier version" : `version ${restores_version}`;
      return author === null ? `Returned to ${to} by itself` : `Returned to ${to}${by}`;
    }
    case "external":
      return author === "you" ? "Changed by you outside this app" : `Changed elsewhere${by}`;
  }
}

const HEALTH: Record<Version["health"], { tone: Tone; label: string; detail: string }> = {
  unknown: {
    tone: "neutral",
    label: "Not judged yet",
    detail: "It has not run long enough to say how it does.",
  },
  probation: { tone: "accent", label: "Watched", detail: "It is being watched." },
  healthy: { tone: "good", label: "Healthy", detail: "It ran through its watch without a fault." },
  failing: { tone: "bad", label: "Failing", detail: "It failed when it ran." },
};

export function healthWords(
  health: Version["health"],
  isRunning: boolean,
): { tone: Tone; label: string; detail: string } {
  // A watch ends when other code takes its place.
  return HEALTH[health === "probation" && !isRunning ? "unknown" : health];
}

/** When it was the trader's code. */
export function ranWords({ started_at, stopped_at }: Pick<Version, "started_at" | "stopped_at">): string {
  if (started_at === null) return "Known from error reports only";
  const from = shortTime(Date.parse(started_at));
  return stopped_at === null ? `Since ${from}` : `${from} to ${shortTime(Date.parse(stopped_at))}`;
}

export type VersionAction = "return" | "retry" | null;

/** What can be done with a version: its code can be brought back, or its deployment tried once more. */
export function versionAction(
  version: ListedVersion,
  { running, may_act }: Pick<TraderPage, "running" | "may_act">,
): VersionAction {
  if (!may_act || running === null) return null;
  if (version.id === running.id) return canRetry(version.deployment) ? "retry" : null;
  return version.code_sha256 === running.code_sha256 ? null : "return";
}

function canRetry(deployment: ListedVersion["deployment"]): boolean {
  if (deployment === null) return false;
  const { status, next } = deployment;
  return status === "pending" ? next === "retry" : status === "failed" && !staysLive(deployment);
}

export interface CodePart {
  name: "Filter code" | "Series code";
  running: string;
  code: string;
}

/** The parts of a version's code that differ from those that run. */
export function changedParts(
  version: Pick<Version, "code" | "series_code">,
  running: Pick<Version, "code" | "series_code">,
): CodePart[] {
  const parts: CodePart[] = [
    { name: "Filter code", running: running.code, code: version.code },
    { name: "Series code", running: running.series_code, code: version.series_code },
  ];
  return parts.filter(({ running, code }) => running !== code);
}

/** Why one should think twice before a version is brought back; null where nothing speaks against it. */
export function returnWarning({ health, broke }: Pick<ListedVersion, "health" | "broke">): string | null {
  const [first] = broke;
  if (health === "failing") return `It failed when it ran.${first === undefined ? "" : ` ${first.summary}`}`;
  return health === "healthy" ? null : "It never ran long enough to say that it works.";
}
