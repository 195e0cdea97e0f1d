import { lazy, type ReactNode, Suspense, useMemo, useState } from "react";
import { type FoundProblem, marksOf } from "../check/problems.ts";
import { Choice } from "../ui/choice.tsx";
import { Loading, Skeleton } from "../ui/skeleton.tsx";
import type { Draft } from "./drafts.ts";

const CodeEditor = lazy(async () => ({ default: (await import("../code/code-editor.tsx")).CodeEditor }));

export type Pane = "filter" | "series";

interface PaneProps {
  label: string;
  pane: Pane;
  code: string;
  problems: readonly FoundProblem[];
  place: FoundProblem | null;
  onChange: (code: string) => void;
}

/** The editor of the filter, and, where the trader has some, of its series code. Both stay while one is shown, so that undo reaches back. */
export function CodePanes(
  { draft, hasSeries, pane, problems, place, onPane, onChange }: {
    draft: Draft;
    hasSeries: boolean;
    pane: Pane;
    problems: readonly FoundProblem[];
    /** The problem whose line is gone to. */
    place: FoundProblem | null;
    onPane: (pane: Pane) => void;
    onChange: (draft: Draft) => void;
  },
): ReactNode {
  return (
    <div className="space-y-2">
      {hasSeries && (
        <Choice
          label="Code to edit"
          options={[{ value: "filter", label: "Filter" }, { value: "series", label: "Series code" }]}
          value={pane}
          onChange={onPane}
        />
      )}
      <Suspense
        fallback={
          <Loading what="the editor">
            <Skeleton className="h-72 w-full" />
          </Loading>
        }
      >
        <div hidden={pane !== "filter"}>
          <CodePane
            label="Filter code"
            pane="filter"
            code={draft.code}
            problems={problems}
            place={place}
            onChange={(code) => onChange({ ...draft, code })}
          />
        </div>
        {hasSeries && (
          <div hidden={pane !== "series"}>
            <CodePane
              label="Series code"
              pane="series"
              code={draft.series_code}
              problems={problems}
              place={place}
              onChange={(series_code) => onChange({ ...draft, series_code })}
            />
          </div>
        )}
      </Suspense>
    </div>
  );
}

function CodePane({ label, pane, code, problems, place, onChange }: PaneProps): ReactNode {
  // What is typed is the editor's own; it begins with what there was when it opened.
  const [initial] = useState(code);
  const marks = useMemo(() => marksOf(problems, pane), [problems, pane]);
  const at = useMemo(
    () =>
      place?.component === pane && place.line !== null
        ? { line: place.line, column: place.column ?? undefined }
        : null,
    [place, pane],
  );
  return <CodeEditor initial={initial} label={label} problems={marks} place={at} onChange={onChange} />;
}
