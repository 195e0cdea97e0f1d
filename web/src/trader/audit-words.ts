// What was done to a trader, in words.
import type { AuditEntry } from "../api/audit.ts";
import type { Tone } from "../ui/badge.tsx";
import { deploymentReason } from "../words/deployments.ts";
import { fullTime } from "../words/time.ts";

export interface AuditWords {
  tone: Tone;
  /** Who did what, in a sentence. */
  text: string;
  /** What else there is to say about it. */
  detail: string | null;
}

const ACTORS: Record<AuditEntry["actor"], string> = {
  you: "You",
  owner: "The owner",
  operator: "An operator",
  system: "The system",
  unknown: "Somebody",
};

type Told = (entry: AuditEntry, who: string) => AuditWords;

const ACTIONS: Record<string, Told> = {
  code_changed: ({ details, actor }, who) => ({
    tone: "neutral",
    text: actor === "unknown"
      ? `The code was changed elsewhere${fromTo(details)}`
      : `${who} changed the code outside this app${fromTo(details)}`,
    detail: null,
  }),
  fix_accepted: ({ details }, who) => ({
    tone: "good",
    text: `${who} accepted ${details.is_edited === true ? "a repair with an edit" : "a repair"}${
      fromTo(details)
    }`,
    detail: details.is_validated === true ? "It was proven." : "It was not proven.",
  }),
  fix_rejected: (_entry, who) => ({ tone: "neutral", text: `${who} rejected a repair`, detail: null }),
  rolled_back: ({ details }, who) => ({
    tone: "warn",
    text: `${who} returned ${backTo(details)}`,
    detail: null,
  }),
  returned: ({ details }) => ({
    tone: "warn",
    text: `The trader was returned by itself ${backTo(details)}`,
    detail: null,
  }),
  deployed_again: ({ details }, who) => ({
    tone: "accent",
    text: `${who} had ${version(details.to_version)} deployed again`,
    detail: null,
  }),
  went_live: ({ details }) => ({
    tone: "accent",
    text: `${upper(version(details.version))} went live`,
    detail: details.is_confirmed === true
      ? "The executor confirmed that it runs this code."
      : "The executor did not say which code it runs.",
  }),
  sent_again: ({ details }) => ({
    tone: "warn",
    text: `The executor still ran older code, so ${version(details.version)} was sent again`,
    detail: null,
  }),
  not_deployed: ({ details }) => ({
    tone: "bad",
    text: `${upper(version(details.version))} was not deployed because ${deploymentReason(details.code)}`,
    detail: null,
  }),
  verified: ({ details }) => ({
    tone: "good",
    text: `${upper(version(details.version))} ran through its watch without a fault`,
    detail: null,
  }),
  failed_on_probation: ({ details }) => ({
    tone: "bad",
    text: `${upper(version(details.version))} failed while it was watched`,
    detail: null,
  }),
  incident_resolved: ({ details, actor }, who) => ({
    tone: "good",
    text: actor !== "system"
      ? `${who} resolved an incident`
      : details.has_recovered === true
      ? "An incident ended by itself"
      : "An incident was resolved by other code",
    detail: details.summary,
  }),
  incident_ignored: ({ details }, who) => ({
    tone: "neutral",
    text: `${who} ignored an incident${
      details.ignored_until !== null ? ` until ${fullTime(details.ignored_until)}` : " until it grows"
    }`,
    detail: details.summary,
  }),
  incident_reopened: ({ details, actor }, who) => ({
    tone: "bad",
    text: actor === "system"
      ? `An ignored incident is open again, ${escalation(details.escalation)}`
      : `${who} reopened an incident`,
    detail: details.summary,
  }),
};

export function auditWords(entry: AuditEntry): AuditWords {
  const who = ACTORS[entry.actor];
  const told = Object.hasOwn(ACTIONS, entry.action) ? ACTIONS[entry.action] : undefined;
  return told?.(entry, who) ??
    { tone: "neutral", text: `${who}: ${entry.action.replaceAll("_", " ")}`, detail: null };
}

type Details = AuditEntry["details"];

function fromTo({ from_version, to_version }: Details): string {
  if (to_version === null) return "";
  return from_version === null ? ` (version ${to_version})` : ` (version ${from_version} to ${to_version})`;
}

function version(number: number | null): string {
  return number === null ? "the code" : `version ${number}`;
}

function backTo({ from_version, restores_version, to_version }: Details): string {
  const from = from_version === null ? "" : `from version ${from_version} `;
  const to = restores_version === null ? "an earlier version" : `version ${restores_version}`;
  return `${from}to ${to}${to_version === null ? "" : `, as version ${to_version}`}`;
}

function escalation(reason: string | null): string {
  if (reason === "new_symbols") return "because it now fails on other symbols, too";
  if (reason === "rate") return "because it now happens far more often";
  return reason === "time_over" ? "because its time was over and it went on" : "because it grew";
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
