import { mapStrings } from "./map-strings.ts";

/**
 * A copy of a JSON value that Postgres takes as jsonb: text from outside may hold NUL or half a character, of which it takes neither.
 * What is not JSON stays as it is.
 */
export function storable<T>(value: T): T {
  return mapStrings(value, (text) => text.toWellFormed().replaceAll("\0", "\uFFFD")) as T;
}
