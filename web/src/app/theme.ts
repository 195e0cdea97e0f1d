import { useSyncExternalStore } from "react";

/** As web/public/theme.js reads it before the first paint. */
export type Theme = "system" | "light" | "dark";

const dark = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

/** What was chosen where storage is blocked; it lasts as long as the page. */
let unstored: Theme = "system";

function stored(): Theme {
  try {
    const theme = localStorage.getItem("theme");
    return theme === "light" || theme === "dark" ? theme : "system";
  } catch {
    return unstored;
  }
}

function show(): void {
  const theme = stored();
  const isDark = theme === "dark" || (theme === "system" && dark.matches);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

dark.addEventListener("change", show);
addEventListener("storage", show);

/** Remembers the theme on this device if it can, and shows it. */
export function setTheme(theme: Theme): void {
  unstored = theme;
  try {
    if (theme === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Blocked.
  }
  show();
}

export function useTheme(): Theme {
  return useSyncExternalStore(listen, stored);
}

/** Whether dark is shown now, for what draws on a canvas. */
export function useIsDark(): boolean {
  return useSyncExternalStore(listen, () => document.documentElement.dataset.theme === "dark");
}
