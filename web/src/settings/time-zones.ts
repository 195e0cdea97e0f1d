/** IANA names of the time zones that this browser knows. */
export function timeZones(): string[] {
  // Browsers leave out what is no place.
  return [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];
}

export function browserTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Whether this browser can show times in it. */
export function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat(undefined, { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** The time zone that was meant, in the spelling of its name; null if there is none. */
export function findTimeZone(typed: string, known: readonly string[]): string | null {
  const wanted = typed.trim().replace(/\s+/g, "_").toLowerCase();
  const found = known.find((name) => name.toLowerCase() === wanted);
  if (found !== undefined) return found;
  // A town alone is enough where there is only one of that name.
  const towns = known.filter((name) => name.toLowerCase().endsWith(`/${wanted}`));
  return wanted !== "" && towns.length === 1 ? towns[0] ?? null : null;
}

/** 08:00 */
export function hourName(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}
