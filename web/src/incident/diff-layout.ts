// How the diff is shown: apart (side by side, or on a narrow screen one after the other to swipe through) or in one column. The choice is
// kept on this device; without one it is what fits.
import { useSyncExternalStore } from "react";

const KEY = "diff-layout";
const wide = matchMedia("(width >= 48rem)");
const listeners = new Set<() => void>();

export type DiffChoice = "apart" | "unified";

function listen(listener: () => void): () => void {
  listeners.add(listener);
  wide.addEventListener("change", listener);
  addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    wide.removeEventListener("change", listener);
    removeEventListener("storage", listener);
  };
}

function chosen(): DiffChoice {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === "apart" || kept === "unified") return kept;
  } catch {
    // Without storage it is not kept.
  }
  return wide.matches ? "apart" : "unified";
}

export function chooseDiffLayout(choice: DiffChoice): void {
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    return;
  }
  for (const listener of listeners) listener();
}

export function useDiffLayout(): { choice: DiffChoice; isWide: boolean } {
  const choice = useSyncExternalStore(listen, chosen);
  const isWide = useSyncExternalStore(listen, () => wide.matches);
  return { choice, isWide };
}
