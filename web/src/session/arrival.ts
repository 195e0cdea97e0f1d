// A mailed link leads through the auth server to a page of the app. Whether it worked is added to that page's address.

/** What the auth server adds, to the query or behind the "#". */
const ADDED = [
  "access_token",
  "error",
  "error_code",
  "error_description",
  "expires_at",
  "expires_in",
  "refresh_token",
  "sb",
  "token_type",
  "type",
];

export interface Arrival {
  /** Whether a link led here. */
  isByLink: boolean;
  /** Why it did not sign in, as a code; null if it did. */
  problem: string | null;
  /** The page without what was added. */
  path: string;
}

export function readArrival(
  { pathname, search, hash }: { pathname: string; search: string; hash: string },
): Arrival {
  const query = new URLSearchParams(search);
  const fragment = new URLSearchParams(hash.slice(1));
  const added = [fragment, query].filter((params) => params.has("access_token") || params.has("error_code"));
  const problem = added[0]?.get("error_code") ?? null;
  if (added.includes(query)) { for (const name of ADDED) query.delete(name); }
  const rest = added.includes(query) ? `${query.size > 0 ? "?" : ""}${query}` : search;
  return { isByLink: added.length > 0, problem, path: pathname + rest };
}

/** The sign-in page that leads to `path` afterwards. */
export function signInPath(path: string, { problem, hasExpired }: {
  problem: string | null;
  hasExpired: boolean;
}): string {
  const link = problem === null ? "" : `&${new URLSearchParams({ link: problem })}`;
  return `/sign-in?${new URLSearchParams({ to: path })}${link || (hasExpired ? "&expired" : "")}`;
}
