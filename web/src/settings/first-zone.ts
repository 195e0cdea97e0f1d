import type { NotificationPreferences } from "../api/preferences.ts";

/** A change with the time zone that the app shows times in, where none is chosen: what is saved first would else choose UTC. */
export function withFirstZone(
  change: Partial<NotificationPreferences>,
  { time_zone }: NotificationPreferences,
  browserZone: string,
): Partial<NotificationPreferences> {
  return time_zone === null ? { time_zone: browserZone, ...change } : change;
}
