import type { Fix } from "../api/fixes.ts";
import type { Tone } from "../ui/badge.tsx";
import { count, countOf } from "../words/numbers.ts";
import { standingOf, withLine } from "./proof.ts";

/** Whether the trader's conditions are kept, as far as the proof of a repair shows. */
export function conditionsKept(fix: Pick<Fix, "validated" | "validation">): { tone: Tone; text: string } {
  const { validation } = fix;
  const dropped = validation?.suppression.find(({ code }) => code === "condition_dropped");
  if (dropped !== undefined) {
    return { tone: "bad", text: `A condition may be gone: ${withLine(dropped.message, dropped.line)}` };
  }
  if (validation === null || standingOf(fix) === "not_proven") {
    return {
      tone: "warn",
      text: "Nothing proves that these conditions are kept. Compare them with the code.",
    };
  }
  const { inputs, equal } = validation.healthy;
  if (inputs === 0) {
    return {
      tone: "neutral",
      text:
        "No condition was seen to be dropped. The code before worked nowhere, so no verdicts could be compared.",
    };
  }
  return equal === inputs
    ? {
      tone: "good",
      text: `Kept: no condition was dropped, and all ${
        countOf(inputs, "verdict")
      } of the code before are unchanged.`,
    }
    : {
      tone: "warn",
      text: `No condition was seen to be dropped, but ${count(inputs - equal)} of ${
        countOf(inputs, "verdict")
      } changed. The proof lists them.`,
    };
}
