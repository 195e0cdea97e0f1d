import { type ReactNode, useMemo } from "react";
import { changedLines } from "./changed-lines.ts";
import { CodeView } from "./code-view.tsx";

/** The code before and after, one beside the other: where there is room for one only, one swipes, or scrolls by the arrow keys. */
export function CodePair(
  { original, proposed, label }: { original: string; proposed: string; label: string },
): ReactNode {
  const lines = useMemo(() => changedLines(original, proposed), [original, proposed]);
  const sides = [
    { name: "Original", code: original, marks: lines.gone.map((line) => ({ line, tone: "bad" as const })) },
    { name: "Proposed", code: proposed, marks: lines.come.map((line) => ({ line, tone: "good" as const })) },
  ];
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className="flex snap-x snap-mandatory gap-3 overflow-x-auto overscroll-x-contain pb-2"
    >
      {sides.map(({ name, code, marks }, index) => (
        <figure key={name} className="w-full shrink-0 snap-start">
          <figcaption className="mb-1 flex justify-between text-xs text-muted">
            <span className="font-medium text-ink">{name}</span>
            <span>
              {index === 0 ? "1 of 2, swipe for the proposed code" : "2 of 2, swipe back for the original"}
            </span>
          </figcaption>
          <CodeView code={code} label={`${name} code`} marks={marks} />
        </figure>
      ))}
    </div>
  );
}
