import { useEffect } from "react";
import { notificationPreferences } from "../api/preferences.ts";
import { useUser } from "../session/session.tsx";
import { setTimeZone } from "../words/time.ts";
import { browserTimeZone, isTimeZone } from "./time-zones.ts";
import { usePreferences } from "./use-preferences.ts";

/** What this browser keeps of the user's time zone, so that the first times are shown in it, too. */
const KEPT = "time-zone";

/** Shows all times in the time zone that the user has chosen, or in the browser's if none is. */
export function useTimeZone(): void {
  const { id } = useUser();
  const { data } = usePreferences(notificationPreferences);
  const zone = data === undefined ? keptFor(id) : data.time_zone;
  // At once and not in an effect: what is below is drawn next.
  setTimeZone(zone !== null && isTimeZone(zone) ? zone : browserTimeZone());
  useEffect(() => {
    if (data !== undefined) keep(id, data.time_zone);
  }, [id, data]);
}

function keptFor(userId: string): string | null {
  try {
    const [id, zone] = (localStorage.getItem(KEPT) ?? "").split(" ");
    return id === userId ? zone ?? null : null;
  } catch {
    return null;
  }
}

function keep(userId: string, zone: string | null): void {
  try {
    if (zone === null) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, `${userId} ${zone}`);
  } catch {
    // Storage may be blocked; then the first times are shown in the browser's time zone.
  }
}
