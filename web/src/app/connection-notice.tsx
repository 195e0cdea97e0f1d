import { onlineManager } from "@tanstack/react-query";
import { WifiOff } from "lucide-react";
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { useIsLive } from "../live/live.tsx";

/** A page joins its channel within a moment; only what lasts longer is worth a word. */
const PATIENCE_MS = 5_000;

/** Says when what is shown may be old: without a network, or while changes are not heard of at once. */
export function ConnectionNotice(): ReactNode {
  const isOnline = useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  );
  const isLive = useIsLive();
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    if (isLive) return;
    const timer = setTimeout(() => setIsLate(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setIsLate(false);
    };
  }, [isLive]);
  const text = !isOnline
    ? "You are offline. What you see may be out of date; it is read again as soon as you are back."
    : isLate && !isLive
    ? "Live updates are interrupted. The page reads again every half minute until they are back."
    : null;
  return (
    <div role="status">
      {text !== null && (
        <p className="flex items-center justify-center gap-2 bg-warn-soft px-3 py-2 text-center text-sm text-ink">
          <WifiOff aria-hidden className="size-4 shrink-0 text-warn" /> {text}
        </p>
      )}
    </div>
  );
}
