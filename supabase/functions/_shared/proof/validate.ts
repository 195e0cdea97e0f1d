import type { Finding } from "../filter-runtime/comparison.ts";
import type { Inputs } from "./inputs.ts";
import { firstFailure, inWords, type Replay, replay } from "./replay.ts";
import { lookForSuppression, type Pair, pairsOf } from "./suppression.ts";
import type { Trial } from "./trial.ts";

const MAX_LISTED = 20;

/** The proof of a candidate, stored and shown as it is. */
export interface Validation {
  /** Whether the running code was seen to fail here. */
  reproduced: boolean;
  /** How it failed: the market, and the statement in its own code. */
  failure_seen: {
    symbol: string | null;
    message: string;
    line: number | null;
    source: string | null;
  } | null;
  compiles: boolean;
  /** Whether it runs on every input that was captured when the original failed; on all others where none was captured. */
  crash_input_passes: boolean;
  /** How many inputs it ran on in all, how many of them were captured when it failed, where the others are from, and the first of those it fails on. */
  replayed: number;
  captured: number;
  others_from: Inputs["othersFrom"];
  failing: { symbol: string; message: string }[];
  /** The inputs on which the running code works: same verdict, or changed. */
  healthy: {
    inputs: number;
    equal: number;
    changed: { symbol: string; before: unknown; after: unknown }[];
  };
  /** Reasons to believe that it silences the filter instead of mending it; looked for in what runs everywhere. */
  suppression: Finding[];
  /** Milliseconds for one input, at the 95th percentile; null when it does not run everywhere. The one field that differs from run to run. */
  p95_ms: number | null;
  /** Most steps it took on one input. */
  fuel: number;
  verdict: "validated" | "not_validated";
  /** Why it is not validated, in words. */
  failure: string | null;
}

/** Replays a candidate on every input and compares it with the running code. */
export async function validate(trial: Trial): Promise<Validation> {
  const { candidate, component, inputs, original } = trial;
  const after = await replay(candidate, component, inputs, trial.onProgress);
  const results = [...after.captured, ...after.others];
  const crashInputs = inputs.captured.length > 0 ? after.captured : after.others;
  const broken = firstFailure(after);
  const fuel = Math.max(0, ...results.map((result) => result.steps));
  const pairs = pairsOf(original, after);
  const judged = broken === null && results.length > 0 ? await lookForSuppression(trial, fuel, pairs) : null;
  const suppression = judged?.suppression ?? [];
  const failure = broken !== null
    ? inWords(broken)
    : crashInputs.length === 0
    ? "There was no market data to run it on"
    : suppression[0]?.message ?? null;
  return {
    reproduced: firstFailure(original) !== null,
    failure_seen: seen(original),
    compiles: after.compileError === null,
    crash_input_passes: crashInputs.length > 0 && crashInputs.every((result) => result.ok),
    replayed: results.length,
    captured: after.captured.length,
    others_from: inputs.othersFrom,
    failing: results.flatMap((result) =>
      result.ok ? [] : [{ symbol: result.symbol, message: result.error.message }]
    )
      .slice(0, MAX_LISTED),
    healthy: healthy(pairs),
    suppression,
    p95_ms: judged === null ? null : judged.cost.candidate.micros_p95 / 1_000,
    fuel,
    verdict: failure === null ? "validated" : "not_validated",
    failure,
  };
}

function seen(original: Replay): Validation["failure_seen"] {
  const failure = firstFailure(original);
  if (failure === null) return null;
  const { symbol = null, message, line = null, source = null } = failure;
  return { symbol, message, line, source };
}

function healthy(pairs: Pair[]): Validation["healthy"] {
  const changed = pairs.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
  return {
    inputs: pairs.length,
    equal: pairs.length - changed.length,
    changed: changed.slice(0, MAX_LISTED),
  };
}
