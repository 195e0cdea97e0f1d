import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { ReactNode } from "react";
import { type LineMark, markedLines } from "./marked-lines.ts";
import { EditorMount } from "./mount.tsx";
import { goCode, readOnly } from "./setup.ts";

/** Go code to read, with the lines marked that failed. The first of them is in sight. */
export function CodeView(
  { code, label, marks = [] }: { code: string; label: string; marks?: readonly LineMark[] },
): ReactNode {
  const first = marks[0]?.line;
  return (
    <EditorMount
      className="max-h-[32rem] overflow-auto rounded-md border border-line"
      inputs={[code, label, JSON.stringify(marks)]}
      mount={(root, parent) => {
        const state = EditorState.create({
          doc: code,
          extensions: [goCode(label), readOnly, markedLines(marks)],
        });
        const view = new EditorView({ state, parent, root });
        if (first !== undefined && first >= 1 && first <= state.doc.lines) {
          const { from } = state.doc.line(first);
          view.dispatch({ effects: EditorView.scrollIntoView(from, { y: "center" }) });
        }
        return view;
      }}
    />
  );
}
