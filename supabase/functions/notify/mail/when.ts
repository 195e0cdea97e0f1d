/** A moment as people read it there: "24 Nov 2026, 14:05 CET". UTC where the zone's name is known to the database alone. */
export function formatWhen(moment: string, timeZone: string): string {
  return formatter(timeZone).format(new Date(moment));
}

function formatter(timeZone: string): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  };
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
  }
}
