import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap } from "@codemirror/view";
import { type ReactNode, useEffect, useRef } from "react";
import { lintLook } from "./lint-look.ts";
import { EditorMount } from "./mount.tsx";
import { goCode } from "./setup.ts";
import { typedOver } from "./typed-over.ts";

/** What a check found; lines and columns from 1. */
export interface Problem {
  line: number;
  column?: number | undefined;
  message: string;
  severity: "error" | "warning";
}

function diagnosticsOf(state: EditorState, problems: readonly Problem[]): Diagnostic[] {
  return problems.flatMap(({ line, column = 1, message, severity }) => {
    if (line < 1 || line > state.doc.lines) return [];
    const place = state.doc.line(line);
    const from = Math.min(place.from + Math.max(0, column - 1), place.to);
    return [{ from, to: place.to, message, severity }];
  });
}

const look = EditorView.theme({
  // As high as its place, so that a click below short code is one into it.
  ".cm-content, .cm-gutter": { minHeight: "12rem" },
  ".cm-activeLine": { backgroundColor: "var(--raised)" },
});

/** Line and column, from 1. */
export type Place = Pick<Problem, "line" | "column">;

function goTo(view: EditorView, { line, column = 1 }: Place): void {
  const found = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
  const anchor = Math.min(found.from + Math.max(0, column - 1), found.to);
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
  view.focus();
}

/**
 * Go code to change. `initial` is what it starts with; what is typed goes to `onChange`. Tab indents; Escape and then Tab leaves the editor,
 * as its description says.
 */
export function CodeEditor(
  { initial, label, problems, place, onChange }: {
    initial: string;
    label: string;
    problems: readonly Problem[];
    /** Where the cursor is put, with the focus; again for each new object. */
    place?: Place | null;
    onChange: (code: string) => void;
  },
): ReactNode {
  const view = useRef<EditorView>(undefined);
  const changed = useRef(onChange);
  changed.current = onChange;

  useEffect(() => {
    if (view.current === undefined) return;
    view.current.dispatch(setDiagnostics(view.current.state, diagnosticsOf(view.current.state, problems)));
  }, [problems]);

  useEffect(() => {
    if (view.current !== undefined && place) goTo(view.current, place);
  }, [place]);

  return (
    <EditorMount
      className="max-h-[32rem] min-h-48 overflow-auto rounded-md border border-edge"
      inputs={[initial, label]}
      mount={(root, parent) => {
        const state = EditorState.create({
          doc: initial,
          extensions: [
            goCode(`${label}. Tab indents; press Escape and then Tab to leave`),
            history(),
            indentOnInput(),
            bracketMatching(),
            highlightActiveLine(),
            lintGutter(),
            lintLook,
            look,
            typedOver,
            keymap.of([indentWithTab, ...defaultKeymap, ...historyKeymap]),
            EditorView.updateListener.of((update) => {
              if (update.docChanged) changed.current(update.state.doc.toString());
            }),
          ],
        });
        view.current = new EditorView({ state, parent, root });
        return view.current;
      }}
    />
  );
}
