// Tells what happened between two looks at the loop, one line per change of state, in the order in which it happened.
import type { Deployment, Fix, Incident, LoopState, Notification } from "./loop-state.ts";

type NameOf = (traderId: string) => string;

interface Change {
  at: string;
  text: string;
}

export function describeChanges(before: LoopState, after: LoopState, nameOf: NameOf): string[] {
  const changes: Change[] = [
    ...changed(before.incidents, after.incidents, ({ status }) => status)
      .map((incident) => describeIncident(incident, nameOf)),
    ...changed(before.notifications, after.notifications, ({ email_status }) => email_status)
      .flatMap(describeNotification),
    ...changed(before.fixes, after.fixes, ({ status }) => status).flatMap((fix) => describeFix(fix, nameOf)),
    ...changed(before.deployments, after.deployments, ({ status }) => status)
      .flatMap((deployment) => describeDeployment(deployment, nameOf)),
  ];
  // A stable sort: what one transaction changed stays in the order of the tables.
  return changes.sort((a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : 0).map(({ text }) => text);
}

function describeIncident(
  { created_at, resolved_at, status, summary, trader_id }: Incident,
  nameOf: NameOf,
): Change {
  const event = status === "open" ? "incident" : status;
  return { at: resolved_at ?? created_at, text: line(event, nameOf(trader_id), summary) };
}

function describeNotification(notification: Notification): Change[] {
  const { email_error, email_status, kind, title, updated_at } = notification;
  const tell = (
    event: string,
    detail: string,
  ): Change[] => [{ at: updated_at, text: line(event, title, detail) }];
  switch (email_status) {
    case "pending":
      return tell("notified", kind);
    case "sent":
      return tell("e-mail", "sent");
    case "failed":
      return tell("e-mail", `given up: ${email_error}`);
    default:
      return [];
  }
}

function describeFix(fix: Fix, nameOf: NameOf): Change[] {
  const tell = (event: string, detail: string): Change[] => [
    { at: fix.updated_at, text: line(event, nameOf(fix.trader_id), detail) },
  ];
  switch (fix.status) {
    case "generating":
      return tell("repairing", "reproducing the failure and looking for a repair");
    case "proposed":
      return tell(
        "proposed",
        `${madeBy(fix)}, ${fix.validated ? "validated" : "not validated"}: ${fix.explanation}`,
      );
    case "accepted":
      return tell("accepted", `code ${fix.code_sha256?.slice(0, 12)}`);
    case "held":
    case "failed":
    case "unfixable":
      return tell(fix.status, `${fix.reason}: ${fix.reason_detail}`);
    case "rejected":
    case "superseded":
      return tell(fix.status, "the fix is no longer offered");
    default:
      return [];
  }
}

function madeBy(fix: Fix): string {
  return fix.origin === "rules" ? "by rule" : fix.origin === "llm" ? "by language model" : "by hand";
}

const LIVE: Record<string, string> = {
  deployed: "the executor runs the new code",
  verified: "it has not failed on its probation",
};

function describeDeployment({ error, status, trader_id, updated_at }: Deployment, nameOf: NameOf): Change[] {
  if (status === "pending") return [];
  return [{
    at: updated_at,
    text: line(status, nameOf(trader_id), error ?? LIVE[status] ?? status),
  }];
}

/** Rows that are new, or whose state is another than it was. */
function changed<Row extends { id: string }>(
  before: Row[],
  after: Row[],
  stateOf: (row: Row) => string,
): Row[] {
  const known = new Map(before.map((row) => [row.id, stateOf(row)]));
  return after.filter((row) => known.get(row.id) !== stateOf(row));
}

function line(event: string, subject: string, detail: string): string {
  return `${event.padEnd(10)} ${subject} · ${detail}`;
}
