// What a test answers in machine codes, in words.
import type {
  Executor,
  Gap,
  MarketRow,
  Outcome,
  Preview,
  Progress,
} from "../../../supabase/functions/preview-fix/answer.ts";
import { isMadeUp, NO_REAL_DATA } from "../incident/proof.ts";
import type { Tone } from "../ui/badge.tsx";
import { countOf } from "../words/numbers.ts";

export const STEPS: Record<Progress["step"], string> = {
  gather: "Getting market data",
  run: "Running the code before and after",
  prove: "Proving it on the failure",
  walk: "Looking at past candles",
};

export const steps = ["gather", "run", "prove", "walk"] as const;

export const SOURCES: Record<MarketRow["from"], { label: string; title: string }> = {
  captured: { label: "When it failed", title: "Market data as it was captured when the code failed" },
  executor: { label: "Now", title: "The executor's candles at the time of the test" },
  sample: { label: "Made up", title: "A made-up market, as there are fewer real ones" },
};

export const CHANGES: Record<MarketRow["change"], { label: string; tone: Tone }> = {
  equal: { label: "Same", tone: "neutral" },
  changed: { label: "Changed", tone: "warn" },
  fixed: { label: "Fixed", tone: "good" },
  broken: { label: "Fails now", tone: "bad" },
  failing: { label: "Still fails", tone: "bad" },
  not_run: { label: "Not reached", tone: "neutral" },
};

export interface OutcomeWords {
  text: string;
  /** What more there is to know, as the message of a failure. */
  detail: string | null;
  isFailure: boolean;
}

/** What code did on a market. */
export function outcomeWords(outcome: Outcome): OutcomeWords {
  if ("matched" in outcome) {
    return { text: outcome.matched ? "Match" : "No match", detail: null, isFailure: false };
  }
  if ("series" in outcome) {
    const names = outcome.series.map(({ name }) => name).join(", ");
    return { text: countOf(outcome.series.length, "line"), detail: names || null, isFailure: false };
  }
  if ("not_run" in outcome) return { text: "Not run", detail: "The time was up.", isFailure: false };
  const { error, assumed } = outcome;
  const at = error.line === undefined ? "Fails" : `Fails at line ${error.line}`;
  return {
    text: assumed ? `${at}, most likely` : at,
    detail: error.explanation ?? error.message,
    isFailure: true,
  };
}

/** What the executor gave; null where it gave all and there is nothing to say. */
export function executorWords(executor: Executor, missing: readonly string[]): string | null {
  switch (executor) {
    case "away":
      return "The executor did not answer. The test used what was captured when the code failed, and made-up markets.";
    case "not_configured":
      return "There is no executor for this trader. The test used what was captured when the code failed, and made-up markets.";
    case "partly":
      return `The executor did not give all markets. Missing: ${listed(missing)}.`;
    case "answered":
      return missing.length === 0 ? null : `The executor does not have ${listed(missing)}.`;
  }
}

const LISTED = 8;

/** The first few of many names. */
export function listed(names: readonly string[]): string {
  const more = names.length - LISTED;
  return names.slice(0, LISTED).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

const GAPS: Record<Gap, string> = {
  executor_not_configured: "there is no executor to ask for candles",
  executor_away: "the executor did not answer",
  candidate_does_not_compile: "this code does not compile",
  candidate_exceeds_limits: "this code takes too long",
  window_cut: "only the last 24 hours are looked at",
  symbols_cut: "only some of the symbols are looked at",
  symbols_missing: "the executor does not have all of the symbols",
  history_short: "the executor's candles do not reach back far enough",
  candles_stale: "the executor's newest candles are older than the end of the outage",
  points_cut: "the outage has more candles than are looked at",
  out_of_time: "the time was up",
};

/** Why the list of missed signals may lack some, as the end of a sentence. */
export function gapWords(gaps: readonly Gap[]): string {
  return gaps.map((gap) => GAPS[gap]).join("; ");
}

const NO_PROOF: Record<NonNullable<Preview["why_no_proof"]>, string> = {
  no_incident: "There is no failure to prove it against.",
  candidate_exceeds_limits: "It takes too long to be proven.",
  out_of_time: "There was no time left to prove it.",
};

/** Whether the code holds, in a sentence, and how much that is worth. */
export function proofWords(
  { proof, why_no_proof }: Pick<Preview, "proof" | "why_no_proof">,
): { tone: Tone; text: string } {
  if (proof === null) {
    return { tone: "neutral", text: why_no_proof === null ? "Not proven." : NO_PROOF[why_no_proof] };
  }
  if (proof.verdict === "not_validated") {
    const why = proof.failure ?? "nothing shows that it holds";
    return { tone: "warn", text: `Not proven: ${/[.!?]$/.test(why) ? why : `${why}.`}` };
  }
  return isMadeUp(proof) ? { tone: "warn", text: `Proven on made-up markets only. ${NO_REAL_DATA}` } : {
    tone: "good",
    text: "Proven: it runs where the code failed, and nothing in it silences the failure.",
  };
}
