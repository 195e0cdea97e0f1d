import type { ReactNode } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { Key } from "../ui/key.tsx";
import { pageShortcuts } from "./page-shortcuts.ts";

interface Row {
  keys: string[];
  label: string;
}

/** All keys that do something on the page that is open: those that go to pages, and the page's own. */
export function ShortcutList({ goes, onClose }: { goes: Row[]; onClose: () => void }): ReactNode {
  const rows: Row[] = [
    ...goes,
    ...pageShortcuts.list().map(({ key, label }) => ({ keys: [key], label })),
    { keys: ["?"], label: "Show this list" },
    { keys: ["Esc"], label: "Close a dialog" },
  ];
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 text-sm">
        {rows.map(({ keys, label }) => (
          <div key={label} className="contents">
            <dt className="flex gap-1">{keys.map((key) => <Key key={key}>{key}</Key>)}</dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
