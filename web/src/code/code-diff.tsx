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
  // No stronger: the colours of the code must stay readable on it.
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": {
    background: "color-mix(in srgb, var(--bad) 10%, transparent)",
  },
  "&.cm-merge-b .cm-changedText, .cm-changedText": {
    background: "color-mix(in srgb, var(--good) 10%, transparent)",
  },
  "&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter": { background: "var(--bad)" },
  "&.cm-merge-b .cm-changedLineGutter, .cm-changedLineGutter": { background: "var(--good)" },
  ".cm-collapsedLines": {
    color: "var(--muted)",
    background: "var(--raised)",
    padding: "2px 8px",
  },
  // What stands there otherwise is in few fonts.
  "& .cm-collapsedLines::before, & .cm-collapsedLines::after": { content: '"· · ·"', margin: "0 6px" },
});

/** In one column a sign before each line says what colour says, too. */
const signs = EditorView.theme({
  // More particular than the common look, which sets the padding of every line.
  "& .cm-content .cm-line, & .cm-content .cm-deletedLine": { position: "relative", paddingLeft: "18px" },
  ".cm-changedLine::before": { content: '"+"', position: "absolute", left: "5px", color: "var(--good)" },
  ".cm-deletedLine::before": { content: '"−"', position: "absolute", left: "5px", color: "var(--bad)" },
});

interface Compared {
  original: string;
  proposed: string;
  /** Folded where nothing changes, unless told. */
  isFolded?: boolean;
}

function mountSplit(
  root: ShadowRoot,
  parent: HTMLElement,
  { original, proposed, isFolded = true }: Compared,
): Mounted {
  return new MergeView({
    a: { doc: original, extensions: extensions("Original code") },
    b: { doc: proposed, extensions: extensions("Proposed code") },
    root,
    parent,
    ...(isFolded ? { collapseUnchanged: FOLDED } : {}),
  });
}

function mountUnified(
  root: ShadowRoot,
  parent: HTMLElement,
  { original, proposed, isFolded = true }: Compared,
): Mounted {
  const state = EditorState.create({
    doc: proposed,
    extensions: [
      extensions("Changes from the original to the proposed code"),
      signs,
      unifiedMergeView({
        original,
        mergeControls: false,
        ...(isFolded ? { collapseUnchanged: FOLDED } : {}),
      }),
    ],
  });
  return new EditorView({ state, parent, root });
}

function extensions(label: string): Extension {
  return [goCode(label), readOnly, look];
}

/** What a repair changes, side by side or in one column. */
export function CodeDiff({ layout, ...compared }: Compared & { layout: DiffLayout }): ReactNode {
  const { original, proposed, isFolded = true } = compared;
  return (
    <EditorMount
      className="max-h-[40rem] overflow-auto rounded-md border border-line"
      inputs={[original, proposed, layout, isFolded]}
      mount={(root, parent) => (layout === "split" ? mountSplit : mountUnified)(root, parent, compared)}
    />
  );
}
