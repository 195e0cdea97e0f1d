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
        const first = marks[0]?.line;
        if (first !== undefined) bringIntoSight(view, root.host, first);
        return view;
      }}
    />
  );
}

/** Scrolls the code alone; the editor's own way would scroll the page, too. */
function bringIntoSight(view: EditorView, host: Element, line: number): void {
  if (line < 1 || line > view.state.doc.lines) return;
  const { from } = view.state.doc.line(line);
  view.requestMeasure({
    read: () => view.lineBlockAt(from).top - host.clientHeight / 2,
    write: (top) => host.scrollTo({ top }),
  });
}
