// What the record of a proof shows, in words. Nothing is called proven here that the record does not bear out.
import type { Fix, Proof } from "../api/fixes.ts";
import { count, countOf, millis } from "../words/numbers.ts";

/** `changed`: it holds, but answers otherwise on markets where the code before worked. `samples`: only made-up markets were there to try it on. */
export type Standing = "proven" | "changed" | "samples" | "not_proven";

/** What `samples` means. */
export const NO_REAL_DATA = "No real market data was there to try it on.";

/** A record lists so many failing and so many changed markets at most. */
export const MAX_LISTED = 20;

type Proven = Pick<Fix, "validated" | "validation">;

/** How well a repair is proven. */
export function standingOf({ validated, validation }: Proven): Standing {
  const holds = validated && validation !== null && validation.verdict === "validated" &&
    validation.reproduced && validation.compiles && validation.crash_input_passes &&
    validation.failing.length === 0 && validation.suppression.length === 0;
  if (!holds) return "not_proven";
  if (isMadeUp(validation)) return "samples";
  return validation.healthy.equal < validation.healthy.inputs ? "changed" : "proven";
}

/** Whether no market of the proof is a real one. */
export function isMadeUp({ captured, others_from }: Proof): boolean {
  return captured === 0 && others_from === "samples";
}

/** Why a repair is not proven, in a sentence. */
export function whyNotProven({ validated, validation }: Proven): string {
  if (validation === null) {
    return validated ? "The record of its proof cannot be read." : "Nothing shows yet that it works.";
  }
  const { failure, suppression, reproduced } = validation;
  const why = failure ?? suppression[0]?.message ??
    (reproduced
      ? "The proof does not hold in full"
      : "The failure was not seen again, so nothing shows that it is gone");
  return /[.!?]$/.test(why) ? why : `${why}.`;
}

/** What was proven, in a sentence: for who has ten seconds. */
export function proofSentence(proof: Proof): string {
  const { replayed, healthy } = proof;
  const markets = isMadeUp(proof) ? "made-up market" : "market";
  const runs = `Proven: the failure is reproduced and gone. It runs on all ${
    countOf(replayed, markets)
  } tried.`;
  if (healthy.inputs === 0) {
    return `${runs} The code before ran on none of them, so there are no results to compare.`;
  }
  const changed = healthy.inputs - healthy.equal;
  return changed === 0
    ? `${runs} Where the code before ran, all ${countOf(healthy.inputs, "result")} stayed the same.`
    : `${runs} Where the code before ran, ${count(healthy.equal)} of ${
      countOf(healthy.inputs, "result")
    } stayed the same, ${count(changed)} changed.`;
}

export interface ProofRow {
  state: "yes" | "no" | "note";
  text: string;
  detail?: string;
}

/** The proof as a list of what was asked and how it came out. */
export function proofRows(proof: Proof): ProofRow[] {
  return [
    reproducedRow(proof),
    proof.compiles
      ? { state: "yes", text: "The repaired code compiles" }
      : { state: "no", text: "The repaired code does not compile" },
    crashRow(proof),
    runsRow(proof),
    sameRow(proof),
    ...suppressionRows(proof),
    ...costRows(proof),
  ];
}

function reproducedRow({ reproduced, failure_seen }: Proof): ProofRow {
  if (!reproduced) return { state: "no", text: "The failure could not be made to happen again" };
  if (failure_seen === null) return { state: "yes", text: "The failure was made to happen again" };
  const { symbol, line, message } = failure_seen;
  const where = [symbol === null ? "" : ` on ${symbol}`, line === null ? "" : ` at line ${line}`].join("");
  return { state: "yes", text: `The failure was made to happen again${where}`, detail: message };
}

function crashRow({ compiles, crash_input_passes, captured }: Proof): ProofRow {
  const where = captured > 0 ? "the very data that it failed on" : "all data it was tried on";
  if (crash_input_passes) return { state: "yes", text: `The repaired code runs on ${where}` };
  return { state: "no", text: `The repaired code ${compiles ? "fails" : "could not be run"} on ${where}` };
}

function runsRow({ replayed, failing }: Proof): ProofRow {
  if (replayed === 0) return { state: "no", text: "It was tried on no market" };
  if (failing.length === 0) return { state: "yes", text: `It runs on all ${countOf(replayed, "market")}` };
  const many = failing.length >= MAX_LISTED ? `${count(failing.length)} or more` : count(failing.length);
  return { state: "no", text: `It fails on ${many} of ${countOf(replayed, "market")}` };
}

function sameRow({ healthy: { inputs, equal } }: Proof): ProofRow {
  if (inputs === 0) {
    return {
      state: "note",
      text: "The code before worked on none of these markets, so there is nothing to compare",
    };
  }
  const text = `${count(equal)} of ${
    countOf(inputs, "market")
  } where the code before worked give the same verdict`;
  return { state: equal === inputs ? "yes" : "note", text };
}

/** A finding with the line it is about; 0 is none. */
export function withLine(message: string, line: number): string {
  return line > 0 ? `${message.replace(/\.$/, "")} (line ${line}).` : message;
}

function suppressionRows({ suppression, failing, replayed }: Proof): ProofRow[] {
  if (suppression.length > 0) {
    return suppression.map(({ message, line, detail }): ProofRow => ({
      state: "no",
      text: withLine(message, line),
      ...(detail === undefined ? {} : { detail }),
    }));
  }
  // It is only looked for in what runs everywhere.
  return failing.length === 0 && replayed > 0
    ? [{ state: "yes", text: "Nothing in it looks like a failure that was silenced instead of mended" }]
    : [];
}

function costRows({ p95_ms, fuel }: Proof): ProofRow[] {
  if (p95_ms === null) return [];
  return [{
    state: "note",
    text: `It takes ${millis(p95_ms)} for a market (95 of 100 are faster), and ${
      countOf(fuel, "step")
    } at most`,
  }];
}

/** Where the market data of a proof is from. */
export function sourceWords({ captured, others_from, replayed }: Proof): string {
  const others = replayed - captured;
  const parts = [
    captured > 0 ? `${countOf(captured, "market")} as captured when it failed` : "",
    others > 0
      ? others_from === "executor"
        ? `${countOf(others, "market")} with the executor's current candles`
        : `${countOf(others, "made-up sample market")}`
      : "",
  ].filter(Boolean);
  return parts.length === 0 ? "No market data was there." : `Tried on ${parts.join(" and ")}.`;
}
