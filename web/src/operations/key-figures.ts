// The figures at the top of the operators' page.
import type { Figures, Overview } from "../api/operations.ts";
import type { Tone } from "../ui/badge.tsx";
import { count, countOf, percent, usd } from "../words/numbers.ts";
import { duration } from "../words/time.ts";
import { ageState, limitsOf, oldestQueue } from "./ages.ts";

export interface KeyFigure {
  label: string;
  value: string;
  detail: string;
  /** What to make of it, where there is anything to make of it. */
  state: { tone: Tone; label: string } | null;
}

/** What a figure shows that nothing has been counted for. */
const NONE = "None yet";

export function keyFigures(overview: Overview): KeyFigure[] {
  const { figures } = overview;
  return [
    incidents(figures),
    errors(overview),
    oldest(overview),
    sweeper(overview),
    rate("Success rate, 30 days", provenShare(figures), "proven to work", "No repair has come to an end"),
    rate("Acceptance rate, 30 days", acceptedShare(figures), "accepted", "Nobody has decided on a repair"),
    costs(figures),
    spend(overview),
  ];
}

interface Share {
  part: number;
  whole: number;
}

/** Of the repairs that came to an end, those that were proven to work. */
function provenShare({ fixes_by_day }: Figures): Share {
  const proven = sum(fixes_by_day.map((day) => day.proven));
  return { part: proven, whole: proven + sum(fixes_by_day.map((day) => day.failed + day.unfixable)) };
}

/** Of the repairs that somebody decided on, those that were accepted. */
function acceptedShare({ fixes_by_day }: Figures): Share {
  const accepted = sum(fixes_by_day.map((day) => day.accepted));
  return { part: accepted, whole: accepted + sum(fixes_by_day.map((day) => day.rejected)) };
}

function rate(label: string, { part, whole }: Share, what: string, none: string): KeyFigure {
  return {
    label,
    value: whole === 0 ? NONE : percent(part / whole),
    detail: whole === 0 ? none : `${count(part)} of ${countOf(whole, "repair")} ${what}`,
    state: null,
  };
}

function incidents({ open_incidents: { code, data, executor } }: Figures): KeyFigure {
  const causes = [
    code > 0 ? `${count(code)} of code` : "",
    data > 0 ? `${count(data)} of market data` : "",
    executor > 0 ? `${count(executor)} of the executor` : "",
  ];
  return {
    label: "Open incidents",
    value: count(code + data + executor),
    detail: causes.filter((cause) => cause !== "").join(", ") || "No trader is failing",
    state: null,
  };
}

function errors({ figures: { errors_by_hour }, reported_per_minute }: Overview): KeyFigure {
  const [before = 0, now = 0] = errors_by_hour.slice(-2).map(({ occurrences }) => occurrences);
  return {
    label: "Errors this hour",
    value: count(now),
    detail: `${count(before)} the hour before; ${count(reported_per_minute)} reported a minute`,
    state: null,
  };
}

function oldest(overview: Overview): KeyFigure {
  const queue = oldestQueue(overview);
  return {
    label: "Longest overdue",
    value: queue === null ? "Nothing" : duration((queue.oldest_s ?? 0) * 1_000),
    detail: queue === null ? "All queues are worked on" : `${queue.label}: ${count(queue.due)} due`,
    state: queue?.state ?? ageState(null, limitsOf(overview)),
  };
}

function sweeper(overview: Overview): KeyFigure {
  const { sweeper } = overview;
  const label = "Sweeper";
  if (sweeper === null) {
    return {
      label,
      value: "Never ran",
      detail: "Nothing is tried again",
      state: { tone: "bad", label: "Silent" },
    };
  }
  const { tone, label: state } = ageState(sweeper.age_s, limitsOf(overview));
  return {
    label,
    value: `${duration(sweeper.age_s * 1_000)} ago`,
    detail: sweeper.failing === null ? "Runs every ten seconds" : `Failing: ${sweeper.failing}`,
    state: tone === "good" && sweeper.failing !== null
      ? { tone: "bad", label: "Failing" }
      : { tone, label: tone === "bad" ? "Silent" : state },
  };
}

function costs({ costs: { cost_usd, accepted, cost_per_accepted_usd } }: Figures): KeyFigure {
  return {
    label: "Per accepted repair",
    value: cost_per_accepted_usd === null ? NONE : usd(cost_per_accepted_usd),
    detail: `${usd(cost_usd)} in 30 days, ${count(accepted)} accepted`,
    state: null,
  };
}

function spend({ spend_today_usd, figures: { spend_by_day } }: Overview): KeyFigure {
  return {
    label: "Spent today (UTC)",
    value: usd(spend_today_usd),
    detail: `${countOf(spend_by_day.at(-1)?.calls ?? 0, "call")}; with what is set aside`,
    state: null,
  };
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
