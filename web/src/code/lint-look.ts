import { EditorView } from "@codemirror/view";

/** How problems are marked. The editor's own look draws with data addresses, which the content security policy refuses. */
export const lintLook = EditorView.theme({
  ".cm-lintRange": { backgroundImage: "none" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warn)" },
  ".cm-lintRange-active": { backgroundColor: "transparent" },
  ".cm-lint-marker": { width: "10px", height: "10px", marginTop: "5px" },
  ".cm-lint-marker-error": { content: "normal", background: "var(--bad)", borderRadius: "50%" },
  ".cm-lint-marker-warning": {
    content: "normal",
    background: "var(--warn)",
    clipPath: "polygon(50% 0, 100% 100%, 0 100%)",
  },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
});
