import { type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/**
 * Puts what is typed in the place of what is selected. Left to the browser, it would keep the look of what was there by an inline style, which
 * the content security policy refuses.
 */
export const typedOver: Extension = EditorView.domEventHandlers({
  beforeinput: ({ inputType, data }, view) => {
    const isPlain = inputType === "insertText" && data !== null && !view.composing;
    if (!isPlain || view.state.selection.main.empty || view.state.readOnly) return false;
    view.dispatch(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
    return true;
  },
});
