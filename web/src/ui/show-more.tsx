import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "./button.tsx";

/** How far below the window's edge the next page is asked for. */
const MARGIN = "600px";

/**
 * The end of a list that goes on. `isBusy`: while anything of the list is read, as a next page would cut that short. `isAutomatic`: the rest also
 * comes by itself as one scrolls there.
 */
export function ShowMore(
  { isBusy, onMore, isAutomatic = false }: { isBusy: boolean; onMore: () => void; isAutomatic?: boolean },
): ReactNode {
  const end = useRef<HTMLDivElement>(null);
  const more = useRef(onMore);
  more.current = onMore;
  useEffect(() => {
    if (!isAutomatic || isBusy || end.current === null) return;
    // A new observer after each read tells at once whether the end is still in sight.
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && more.current(),
      { rootMargin: MARGIN },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [isAutomatic, isBusy]);
  return (
    <div ref={end} className="flex justify-center pt-4">
      <Button isBusy={isBusy} onClick={onMore}>Show more</Button>
    </div>
  );
}
