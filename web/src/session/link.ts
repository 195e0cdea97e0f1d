// The session that a mailed link brought. It may be anybody's: also of an account that is not the opener's.
import type { SupabaseClient } from "@supabase/supabase-js";
import * as z from "zod/mini";

const claimsSchema = z.object({ sub: z.guid(), email: z.string().check(z.minLength(1)) });

export interface Link {
  access_token: string;
  refresh_token: string;
  /** Whose it says it is, by id and address. Only the server can tell whether that is so. */
  id: string;
  email: string;
}

/** What the auth server adds to the query where a link does not work; the rest is behind the "#". */
const ADDED = ["error", "error_code", "error_description", "sb"];

export interface Arrival {
  /** The page that was wanted. */
  path: string;
  /** What the link brings; null if it brings nothing, or none led here. */
  link: Link | null;
  /** Why it brings nothing, as a code; null if none led here. */
  problem: string | null;
}

/** What a link has brought to a path of the app, of which `fragment` is what stood behind the "#". */
export function readArrival(wanted: string, fragment: string): Arrival {
  const query = new URLSearchParams(/\?([^#]*)/.exec(wanted)?.[1]);
  const added = new URLSearchParams(fragment.slice(1));
  const said = added.get("error_code") ?? query.get("error_code");
  const path = query.has("error_code") ? withoutAdded(wanted, query) : wanted;
  const link = said === null ? linkIn(added) : null;
  return { path, link, problem: said ?? (fragment === "" || link !== null ? null : "bad_link") };
}

function withoutAdded(wanted: string, query: URLSearchParams): string {
  for (const name of ADDED) query.delete(name);
  return `${wanted.replace(/[?#].*/s, "")}${query.size > 0 ? "?" : ""}${query}`;
}

/** The session in a fragment; null where it names nobody. Its token is read, not checked. */
function linkIn(fragment: URLSearchParams): Link | null {
  const [access_token = "", refresh_token = ""] = ["access_token", "refresh_token"].map((name) =>
    fragment.get(name) ?? ""
  );
  const claims = claimsSchema.safeParse(claimsIn(access_token)).data;
  if (claims === undefined || refresh_token === "") return null;
  return { access_token, refresh_token, id: claims.sub, email: claims.email };
}

/** The middle of a JWT; null of anything else. */
function claimsIn(token: string): unknown {
  try {
    const base64 = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/** Takes the session over. Throws for a link that is not of whom it says it is, which is what the user has agreed to. */
export async function signInBy(auth: SupabaseClient["auth"], link: Link): Promise<void> {
  const { access_token, refresh_token, id, email } = link;
  const { data, error } = await auth.getUser(access_token);
  if (error) throw error;
  if (data.user.id !== id || data.user.email !== email) throw new Error("The link is not whose it says");
  const set = await auth.setSession({ access_token, refresh_token });
  if (set.error) throw set.error;
}
