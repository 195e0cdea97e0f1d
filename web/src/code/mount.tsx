// Puts a CodeMirror editor into a shadow root: there it takes its styles as constructed sheets, which the content security policy allows, while
// the style elements it writes elsewhere would be refused.
import { type ReactNode, useEffect, useRef } from "react";

export interface Mounted {
  destroy(): void;
}

/** A place for an editor. `mount` is called again, after `destroy`, when one of `inputs` changes. */
export function EditorMount(
  { mount, inputs, className }: {
    mount: (root: ShadowRoot, parent: HTMLElement) => Mounted;
    inputs: readonly unknown[];
    className?: string;
  },
): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: "open" });
    const parent = document.createElement("div");
    root.replaceChildren(parent);
    const mounted = mount(root, parent);
    return () => mounted.destroy();
    // What `mount` reads is in `inputs`.
  }, inputs);
  // Keys pressed in an editor are for the editor.
  return <div ref={host} data-keys className={className} />;
}
