// What an incident is, whose fault it is and where it stands, in words.
import type { Incident } from "../api/incidents.ts";
import type { Tone } from "../ui/badge.tsx";

type Kind = Pick<Incident, "error_type" | "attribution">;
type Cause = Pick<Incident, "attribution" | "attribution_assumed">;

/** What the trader does or lacks, after its name: "does not compile". */
export function shortTitle({ error_type, attribution }: Kind): string {
  switch (error_type) {
    case "compile":
      return "does not compile";
    case "runtime":
      return "fails while it runs";
    case "timeout":
      return "runs too long";
    case "infrastructure":
      return attribution === "data" ? "lacks market data" : "has executor trouble";
  }
}

const TYPES: Record<Incident["error_type"], string> = {
  compile: "The code does not compile, so it runs nowhere",
  runtime: "The code fails while it runs",
  timeout: "The code runs longer than it may",
  infrastructure: "Trouble outside the trader's code",
};

/** What kind of error it is. */
export function typeWords({ error_type }: Pick<Incident, "error_type">): string {
  return TYPES[error_type];
}

const CAUSES: Record<Incident["attribution"], string> = {
  code: "the trader's code",
  data: "the market data",
  executor: "the executor",
};

/** Whose fault it is, within a sentence: "the trader's code", "probably the executor". */
export function causeWords({ attribution, attribution_assumed }: Cause): string {
  return attribution_assumed ? `probably ${CAUSES[attribution]}` : CAUSES[attribution];
}

const STATES: Record<Incident["status"], { tone: Tone; label: string }> = {
  open: { tone: "bad", label: "Open" },
  ignored: { tone: "neutral", label: "Ignored" },
  resolved: { tone: "good", label: "Resolved" },
};

export function incidentState(status: Incident["status"]): { tone: Tone; label: string } {
  return STATES[status];
}

const COMPONENTS: Record<Incident["component"], string> = {
  filter: "the filter, which decides on signals",
  series: "the series code, which draws the chart's lines",
};

/** Which part of the trader it is about, within a sentence. */
export function componentWords(component: Incident["component"]): string {
  return COMPONENTS[component];
}

const ESCALATIONS: Record<string, string> = {
  new_symbols: "You ignored it. It is open again because it now fails on symbols it did not fail on before.",
  rate: "You ignored it. It is open again because it now happens far more often than before.",
  time_over: "You ignored it for a time. That is over and it went on, so it is open again.",
};

/** Why it came back by itself after it was ignored; null where it did not. */
export function escalationWords(escalation: string | null): string | null {
  return escalation === null ? null : ESCALATIONS[escalation] ?? "You ignored it. It is open again.";
}
