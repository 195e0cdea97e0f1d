import { useEffect, useRef } from "react";

interface Shortcut {
  key: string;
  label: string;
  run: () => void;
}

/** The keys of what is on the page now, as its parts have declared them. */
class PageShortcuts {
  readonly #shortcuts = new Set<Shortcut>();

  add(shortcut: Shortcut): () => void {
    this.#shortcuts.add(shortcut);
    return () => this.#shortcuts.delete(shortcut);
  }

  list(): { key: string; label: string }[] {
    return [...this.#shortcuts];
  }

  /** Whether there was something to do for the key. */
  press(key: string): boolean {
    const shortcut = [...this.#shortcuts].findLast((one) => one.key === key);
    shortcut?.run();
    return shortcut !== undefined;
  }
}

export const pageShortcuts = new PageShortcuts();

/** While the calling component is there, `key` does `run`, and the list under `?` says so. No key while `run` is null. */
export function useShortcut(key: string, label: string, run: (() => void) | null): void {
  const latest = useRef(run);
  latest.current = run;
  const isPossible = run !== null;
  useEffect(() => {
    if (!isPossible) return;
    return pageShortcuts.add({ key, label, run: () => latest.current?.() });
  }, [key, label, isPossible]);
}
