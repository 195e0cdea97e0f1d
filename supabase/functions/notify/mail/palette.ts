import type { Tone } from "./kinds.ts";

/** A colour of text and the one it lies on. */
export interface Pair {
  color: string;
  background: string;
}

export interface Theme {
  page: string;
  card: string;
  border: string;
  text: string;
  muted: string;
  link: string;
  button: Pair;
  tones: Record<Tone, Pair>;
}

export const LIGHT: Theme = {
  page: "#f4f5f7",
  card: "#ffffff",
  border: "#e2e5ea",
  text: "#1a1f29",
  muted: "#5a6372",
  link: "#3443b8",
  button: { color: "#ffffff", background: "#3d4ed0" },
  tones: {
    broken: { color: "#9f231b", background: "#fdeceb" },
    ready: { color: "#3443b8", background: "#eaedff" },
    waiting: { color: "#7a4a00", background: "#fdf2df" },
    neutral: { color: "#48505e", background: "#eceef2" },
    good: { color: "#17633a", background: "#e4f5eb" },
  },
};

export const DARK: Theme = {
  page: "#0f1115",
  card: "#181b21",
  border: "#2b303a",
  text: "#e9ebef",
  muted: "#a2aab8",
  link: "#aab6ff",
  button: { color: "#ffffff", background: "#4b5ce0" },
  tones: {
    broken: { color: "#ffb3ab", background: "#42211f" },
    ready: { color: "#bcc6ff", background: "#252c57" },
    waiting: { color: "#f4cb82", background: "#3b2d13" },
    neutral: { color: "#c6ccd6", background: "#2b303a" },
    good: { color: "#93deae", background: "#173525" },
  },
};
