// What the doctor found, and how it is told.

/** What is looked at, in the order in which it is told. */
export const GROUPS = ["database", "secrets", "functions", "services", "round-trip"] as const;
export type Group = typeof GROUPS[number];

/** A warning is about something optional, or about work that waits; it fails nothing. */
export type Status = "ok" | "failed" | "warning" | "skipped";

export interface Finding {
  group: Group;
  status: Status;
  /** For programs; the same fault always has the same one. */
  code: string;
  what: string;
  /** What comes of it; of what is wrong only. */
  why?: string;
  /** A command or an SQL statement, as they are typed; of what is wrong only. */
  mend?: string;
}

export const ok = (group: Group, code: string, what: string): Finding => ({
  group,
  status: "ok",
  code,
  what,
});

/** What is wrong in a group, with what comes of it and what mends it. */
export const failing =
  (group: Group) => (code: string, what: string, why: string, mend: string): Finding => ({
    group,
    status: "failed",
    code,
    what,
    why,
    mend,
  });

export interface Report {
  ok: boolean;
  url: string;
  findings: Finding[];
}

/** Nothing failed. What was left out because something before it failed does not make a project whole. */
export function reportOf(url: string, findings: Finding[]): Report {
  return { ok: findings.every(({ status }) => status !== "failed"), url, findings };
}

const LABELS: Record<Status, string> = {
  ok: "ok     ",
  failed: "FAILED ",
  warning: "warning",
  skipped: "skipped",
};

/** For people: group by group, with the reason and the remedy below what is wrong. */
export function inWords({ url, findings }: Report): string {
  const groups = GROUPS.flatMap((group) => {
    const own = findings.filter((finding) => finding.group === group);
    return own.length === 0 ? [] : [`\n${group}\n${own.map(lines).join("\n")}`];
  });
  const count = (status: Status): number => findings.filter((finding) => finding.status === status).length;
  const skipped = count("skipped");
  const sum = `${count("ok")} ok, ${count("failed")} failed, ${count("warning")} warnings` +
    (skipped === 0 ? "" : `, ${skipped} skipped`);
  return `${url}\n${groups.join("\n")}\n\n${sum}`;
}

function lines({ status, what, why, mend }: Finding): string {
  return [
    `  ${LABELS[status]}  ${what}`,
    ...(why === undefined ? [] : [`           why: ${why}`]),
    ...(mend === undefined ? [] : [`           do:  ${mend.replaceAll("\n", "\n                ")}`]),
  ].join("\n");
}
