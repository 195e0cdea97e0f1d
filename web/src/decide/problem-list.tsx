import { CircleAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { FoundProblem } from "../check/problems.ts";
import { TextButton } from "../ui/text-button.tsx";

/** What is wrong with the code, each with a way to its line. */
export function ProblemList(
  { problems, onGo }: { problems: readonly FoundProblem[]; onGo: (problem: FoundProblem) => void },
): ReactNode {
  if (problems.length === 0) return null;
  return (
    <ul aria-label="Problems" className="divide-y divide-line rounded-md border border-line text-sm">
      {problems.map((problem, index) => {
        const { severity, line, message, explanation, component } = problem;
        const isError = severity === "error";
        const Icon = isError ? CircleAlert : TriangleAlert;
        return (
          <li key={index} className="flex items-start gap-2 px-3 py-2">
            <Icon
              role="img"
              aria-label={isError ? "Error:" : "Warning:"}
              className={`mt-1 size-4 shrink-0 ${isError ? "text-bad" : "text-warn"}`}
            />
            <div className="min-w-0 flex-1">
              {line !== null && (
                <span className="mr-2">
                  <TextButton onClick={() => onGo(problem)}>
                    {component === "series" ? `Series, line ${line}` : `Line ${line}`}
                  </TextButton>
                </span>
              )}
              {explanation ?? message}
              {explanation !== null && (
                <span className="block font-mono text-xs break-words text-muted">{message}</span>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
