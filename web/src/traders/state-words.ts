// How a trader is, in words.
import type { TraderCard, TraderState } from "../api/traders.ts";
import type { Tone } from "../ui/badge.tsx";
import { duration } from "../words/time.ts";

interface StateWords {
  tone: Tone;
  label: string;
  /** What that means. */
  detail: string;
}

const STATES: Record<TraderState, StateWords> = {
  running: { tone: "good", label: "Running", detail: "It runs without an open failure." },
  degraded: {
    tone: "warn",
    label: "Failing",
    detail: "It runs, but fails on some markets, where signals are missed.",
  },
  stopped: {
    tone: "bad",
    label: "Stopped",
    detail: "Its code does not compile, so it runs nowhere. All signals are missed.",
  },
  disabled: { tone: "neutral", label: "Switched off", detail: "It is switched off and gives no signals." },
};

export function stateWords(state: TraderState): StateWords {
  return STATES[state];
}

const MINUTE_MS = 60_000;

/** For how long, after the state: "for 3 hours"; empty where it is not known. `now` in milliseconds. */
export function forHowLong(since: string | null, now: number): string {
  if (since === null) return "";
  const ms = now - Date.parse(since);
  return ms < MINUTE_MS ? "for less than a minute" : `for ${duration(ms)}`;
}

const RECENT_MS = 3_600_000;

/** Whether the errors are of now rather than of yesterday. */
export function isFailingNow({ last_error_at }: Pick<TraderCard, "last_error_at">, now: number): boolean {
  return last_error_at !== null && now - Date.parse(last_error_at) < RECENT_MS;
}

/** What is said of a trader whose code cannot be repaired here; null for Go. */
export function languageNote(language: string): string | null {
  if (language === "go") return null;
  const name = language === "javascript" ? "JavaScript" : language;
  return `${name}: recorded, not repaired`;
}
