// A fault of many traders, in words.
import type { Fault } from "../api/operations.ts";
import type { Tone } from "../ui/badge.tsx";
import { countOf } from "../words/numbers.ts";

const TYPES: Record<Fault["error_type"], string> = {
  compile: "Code does not compile",
  runtime: "Code fails while it runs",
  timeout: "Code runs too long",
  infrastructure: "Trouble outside the code",
};

export function faultTitle({ error_type }: Pick<Fault, "error_type">): string {
  return TYPES[error_type];
}

export function faultState({ status }: Pick<Fault, "status">): { tone: Tone; label: string } {
  return status === "open" ? { tone: "bad", label: "Open" } : { tone: "neutral", label: "Over" };
}

/** "12 traders of 2 owners" */
export function faultExtent({ traders, owners }: Pick<Fault, "traders" | "owners">): string {
  if (traders === 0) return "traders that are gone";
  return `${countOf(traders, "trader")} of ${countOf(owners, "owner")}`;
}

/** How it ended, as the beginning of a sentence that goes on with when; null while it is open. */
export function faultEnd({ ended_by, decision }: Pick<Fault, "ended_by" | "decision">): string | null {
  if (ended_by === null) return null;
  if (ended_by === "itself") return "It was not seen any more, so its repairs went on by themselves";
  const who = ended_by === "you" ? "You" : "An operator";
  return decision === "discard"
    ? `${who} ended it and its repairs`
    : `${who} ended it and let its repairs go on`;
}

export interface DecisionWords {
  title: string;
  action: string;
  /** What happens then. */
  consequences: string[];
  /** Said when it is done. */
  done: string;
}

export function decisionWords(fault: Fault, decision: "release" | "discard"): DecisionWords {
  const repairs = countOf(fault.held_fixes, "repair");
  const extent = faultExtent(fault);
  if (decision === "release") {
    return {
      title: `Let ${repairs} go on?`,
      action: "Let them go on",
      consequences: [
        `The fault of ${extent} ends, and the ${repairs} that it holds are made now. For what no repair rule can mend a language model is asked, which costs money.`,
        "Should as many traders fail in the same way again, they are held again.",
      ],
      done: "The repairs go on",
    };
  }
  return {
    title: `End ${repairs}?`,
    action: "End them",
    consequences: [
      `The fault of ${extent} ends, and with it the ${repairs} that it holds. This cannot be undone.`,
      "The incidents stay open. Their owners are told, and may ask for a repair of each.",
    ],
    done: "The repairs have ended",
  };
}
