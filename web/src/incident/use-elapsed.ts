import { useEffect, useState } from "react";

const TICK_MS = 1_000;

/** Milliseconds since an ISO time, by the second; null without one. A clock that is behind the server's shows 0. */
export function useElapsed(since: string | null): number | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (since === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [since]);
  return since === null ? null : Math.max(0, now - Date.parse(since));
}
