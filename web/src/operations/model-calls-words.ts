// The kill switch of language models, in words.
import type { ModelCalls } from "../api/operations.ts";
import { countOf } from "../words/numbers.ts";

/** What waits while they are off. */
export function waitingWords({ held_fixes }: Pick<ModelCalls, "held_fixes">): string {
  const waits = held_fixes === 0
    ? ""
    : ` ${countOf(held_fixes, "repair")} ${held_fixes === 1 ? "waits" : "wait"}.`;
  return `What no repair rule can mend has to wait.${waits}`;
}

/** Who switched them last, after "by". */
export function switchedBy({ set_by }: Pick<ModelCalls, "set_by">): string {
  if (set_by === null) return "somebody in SQL";
  return set_by === "you" ? "you" : "another operator";
}

export interface SwitchWords {
  title: string;
  action: string;
  consequence: string;
}

/** What is asked before they are switched to the other state. */
export function switchWords({ is_on, held_fixes }: Pick<ModelCalls, "is_on" | "held_fixes">): SwitchWords {
  if (is_on) {
    return {
      title: "Switch language models off?",
      action: "Switch off",
      consequence:
        "No call is made from then on, for any user; those under way end. What no repair rule can mend waits until they are on again.",
    };
  }
  const goes = held_fixes === 0
    ? ""
    : ` ${countOf(held_fixes, "repair")} ${held_fixes === 1 ? "that waits goes" : "that wait go"} on.`;
  return {
    title: "Switch language models on?",
    action: "Switch on",
    consequence: `Calls cost money again, within the limits of each user.${goes}`,
  };
}

/** Said when it is done: what happened, and what follows from it, if anything does. */
export function switchedWords(isOn: boolean, resumed: number): [title: string, detail: string | undefined] {
  if (!isOn) return ["Language models are switched off", undefined];
  const detail = resumed === 0
    ? undefined
    : `${countOf(resumed, "repair")} that had waited ${resumed === 1 ? "goes" : "go"} on.`;
  return ["Language models are switched on", detail];
}
