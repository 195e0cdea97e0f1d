import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { useIsOperator } from "../session/use-is-operator.ts";
import { pageShortcuts } from "./page-shortcuts.ts";
import { useShortcutsAreOn } from "./shortcuts-setting.ts";

const ShortcutList = lazy(async () => ({ default: (await import("./shortcut-list.tsx")).ShortcutList }));

/** Two letters one after the other within this time go to a page. */
const SECOND_LETTER_MS = 1_200;

interface Place {
  letter: string;
  to: string;
  label: string;
}

const PLACES: Place[] = [
  { letter: "t", to: "/traders", label: "Go to traders" },
  { letter: "n", to: "/notifications", label: "Go to notifications" },
  { letter: "s", to: "/settings", label: "Go to settings" },
];
const OPERATIONS: Place = { letter: "o", to: "/operations", label: "Go to operations" };

/** Whether a key is meant for what has the focus, and not for the page. */
function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return true;
  const element = target instanceof Element ? target : null;
  return element?.closest("input, textarea, select, [contenteditable], dialog, [data-keys]") !== null;
}

/** The keys that work on every page, and the list of all under `?`. */
export function Shortcuts(): ReactNode {
  const navigate = useNavigate();
  const isOperator = useIsOperator();
  const [isOpen, setIsOpen] = useState(false);
  const places = isOperator ? [...PLACES, OPERATIONS] : PLACES;

  const areOn = useShortcutsAreOn();
  useEffect(() => {
    if (!areOn) return;
    let wentAt = 0;
    const press = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      const place = places.find(({ letter }) => letter === event.key);
      const isSecond = event.timeStamp - wentAt < SECOND_LETTER_MS;
      wentAt = event.key === "g" ? event.timeStamp : 0;
      if (isSecond && place !== undefined) void navigate(place.to);
      else if (event.key === "?") setIsOpen(true);
      else if (!pageShortcuts.press(event.key)) return;
      event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });

  if (!isOpen) return null;
  const goes = places.map(({ letter, label }) => ({ keys: ["g", letter], label }));
  return (
    <Suspense fallback={null}>
      <ShortcutList goes={goes} onClose={() => setIsOpen(false)} />
    </Suspense>
  );
}
