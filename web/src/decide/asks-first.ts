import type { Fix } from "../api/fixes.ts";
import { standingOf } from "../incident/proof.ts";

/** Nobody has read what is on the page for less than this. */
const LOOK_MS = 2_000;

/**
 * Whether a press of the accept button is a question first: where the proof is not whole, and where the button has just come under the
 * pointer. `appearedAt` is null where it was there with the page; times in milliseconds.
 */
export function asksFirst(
  fix: Pick<Fix, "validated" | "validation">,
  appearedAt: number | null,
  now: number,
): boolean {
  return standingOf(fix) !== "proven" || (appearedAt !== null && now - appearedAt < LOOK_MS);
}
