import { useSyncExternalStore } from "react";

/** Keys that are letters get in the way of who speaks to the device (WCAG 2.1.4), so they can be switched off. */
const NAME = "shortcuts";

const listeners = new Set<() => void>();
let unstored = true;

function stored(): boolean {
  try {
    return localStorage.getItem(NAME) !== "off";
  } catch {
    return unstored;
  }
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Remembers it on this device, if it can. */
export function setShortcuts(areOn: boolean): void {
  unstored = areOn;
  try {
    if (areOn) localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, "off");
  } catch {
    // Storage is blocked; it then lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

export function useShortcutsAreOn(): boolean {
  return useSyncExternalStore(listen, stored);
}
