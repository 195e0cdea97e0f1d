import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { ReactNode } from "react";
import { EditorMount, type Mounted } from "./mount.tsx";
import { goCode, readOnly } from "./setup.ts";

export type DiffLayout = "split" | "unified";

/** Long stretches that are the same are folded, some lines around each change stay. */
const FOLDED = { margin: 3, minSize: 6 };

const look = EditorView.theme({
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { backgroundColor: "var(--bad-soft)" },
  "&.cm-merge-b .cm-changedLine, .cm-insertedLine, .cm-changedLine": { backgroundColor: "var(--good-soft)" },
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": {
    background: "color-mix(in srgb, var(--bad) 30%, transparent)",
  },
  "&.cm-merge-b .cm-changedText": { background: "color-mix(in srgb, var(--good) 30%, transparent)" },
  "&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter": { background: "var(--bad)" },
  "&.cm-merge-b .cm-changedLineGutter": { background: "var(--good)" },
  ".cm-collapsedLines": {
    color: "var(--muted)",
    background: "var(--raised)",
    padding: "2px 8px",
  },
});

function mountSplit(
  root: ShadowRoot,
  parent: HTMLElement,
  [original, proposed]: [string, string],
  extensions: (label: string) => Extension,
): Mounted {
  return new MergeView({
    a: { doc: original, extensions: extensions("Original code") },
    b: { doc: proposed, extensions: extensions("Proposed code") },
    root,
    parent,
    collapseUnchanged: FOLDED,
  });
}

function mountUnified(
  root: ShadowRoot,
  parent: HTMLElement,
  [original, proposed]: [string, string],
  extensions: (label: string) => Extension,
): Mounted {
  const state = EditorState.create({
    doc: proposed,
    extensions: [
      extensions("Changes from the original to the proposed code"),
      unifiedMergeView({ original, mergeControls: false, collapseUnchanged: FOLDED }),
    ],
  });
  return new EditorView({ state, parent, root });
}

/** What a repair changes, side by side or in one column. */
export function CodeDiff(
  { original, proposed, layout }: { original: string; proposed: string; layout: DiffLayout },
): ReactNode {
  const extensions = (label: string): Extension => [goCode(label), readOnly, look];
  return (
    <EditorMount
      className="max-h-[40rem] overflow-auto rounded-md border border-line"
      inputs={[original, proposed, layout]}
      mount={(root, parent) =>
        layout === "split"
          ? mountSplit(root, parent, [original, proposed], extensions)
          : mountUnified(root, parent, [original, proposed], extensions)}
    />
  );
}
