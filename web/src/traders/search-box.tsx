import { Search } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useShortcut } from "../app/page-shortcuts.ts";

const DELAY_MS = 250;

/** What to look for in the names: told once the typing pauses, or at once by Enter. */
export function SearchBox(
  { search, onSearch }: { search: string; onSearch: (search: string) => void },
): ReactNode {
  const [text, setText] = useState(search);
  const input = useRef<HTMLInputElement>(null);
  const told = useRef(search);
  const tell = useRef(onSearch);
  tell.current = onSearch;

  // What the address says counts, unless it is what was typed here.
  useEffect(() => {
    if (search === told.current) return;
    told.current = search;
    setText(search);
  }, [search]);

  const commit = (value: string): void => {
    if (value.trim() === told.current) return;
    told.current = value.trim();
    tell.current(told.current);
  };
  useEffect(() => {
    const timer = setTimeout(() => commit(text), DELAY_MS);
    return () => clearTimeout(timer);
  }, [text]);

  useShortcut("/", "Search traders", () => input.current?.focus());
  return (
    <form
      role="search"
      className="relative min-w-0 flex-1 basis-56"
      onSubmit={(event) => {
        event.preventDefault();
        commit(text);
      }}
    >
      <Search aria-hidden className="pointer-events-none absolute top-3 left-3 size-4 text-muted" />
      <input
        ref={input}
        type="search"
        aria-label="Search traders by name"
        aria-keyshortcuts="/"
        placeholder="Search by name"
        value={text}
        onChange={({ target }) => setText(target.value)}
        className="min-h-10 w-full rounded-md border border-edge bg-surface py-2 pr-3 pl-9 text-sm text-ink placeholder:text-muted"
      />
    </form>
  );
}
