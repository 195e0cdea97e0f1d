import { CircleAlert, CircleCheck, CircleHelp, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import type { FoundProblem } from "../check/problems.ts";
import type { Check } from "../check/use-check.ts";
import { countOf } from "../words/numbers.ts";

const ICONS = { checking: LoaderCircle, clean: CircleCheck, faulty: CircleAlert, unavailable: CircleHelp };
const COLOURS = {
  checking: "text-muted animate-spin",
  clean: "text-good",
  faulty: "text-bad",
  unavailable: "text-warn",
};

/** Whether the code compiles, in a line. */
export function CheckLine(
  { state, problems }: { state: Check["state"]; problems: readonly FoundProblem[] },
): ReactNode {
  const Icon = ICONS[state];
  return (
    <p className="flex items-start gap-2 text-sm">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${COLOURS[state]}`} />
      <span role="status">{wordsOf(state, problems)}</span>
    </p>
  );
}

function wordsOf(state: Check["state"], problems: readonly FoundProblem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  const noted = warnings === 0 ? "" : `, with ${countOf(warnings, "warning")}`;
  switch (state) {
    case "checking":
      return "Checking";
    case "clean":
      return `It compiles${noted}`;
    case "faulty":
      return `It does not compile: ${countOf(errors, "error")}${noted}`;
    case "unavailable":
      return "It cannot be checked in this browser right now. It is checked when you deploy it.";
  }
}
