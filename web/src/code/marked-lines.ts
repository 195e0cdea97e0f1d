import { type Extension, RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";

/** A line, counted from 1, and what is said below it. */
export interface LineMark {
  line: number;
  note?: string;
  /** `bad` unless told. */
  tone?: "bad" | "good";
}

class Note extends WidgetType {
  constructor(private readonly text: string) {
    super();
  }

  override eq(other: Note): boolean {
    return other.text === this.text;
  }

  override toDOM(): HTMLElement {
    const element = document.createElement("div");
    element.className = "cm-note";
    element.textContent = this.text;
    return element;
  }
}

const look = EditorView.theme({
  ".cm-marked-bad": { backgroundColor: "var(--bad-soft)", boxShadow: "inset 3px 0 0 var(--bad)" },
  ".cm-marked-good": { backgroundColor: "var(--good-soft)", boxShadow: "inset 3px 0 0 var(--good)" },
  ".cm-note": {
    backgroundColor: "var(--bad-soft)",
    boxShadow: "inset 3px 0 0 var(--bad)",
    color: "var(--bad)",
    padding: "0 8px 2px 12px",
    fontFamily: "system-ui, sans-serif",
    whiteSpace: "pre-wrap",
  },
});

/** Marks the lines where something went wrong. Lines that the code does not have are left out. */
export function markedLines(marks: readonly LineMark[]): Extension {
  const decorations = EditorView.decorations.compute(["doc"], (state): DecorationSet => {
    const builder = new RangeSetBuilder<Decoration>();
    for (const { line, note, tone = "bad" } of marks.toSorted((a, b) => a.line - b.line)) {
      if (line < 1 || line > state.doc.lines) continue;
      const { from, to } = state.doc.line(line);
      builder.add(from, from, Decoration.line({ class: `cm-marked-${tone}` }));
      if (note !== undefined) {
        builder.add(to, to, Decoration.widget({ widget: new Note(note), block: true, side: 1 }));
      }
    }
    return builder.finish();
  });
  return [decorations, look];
}
