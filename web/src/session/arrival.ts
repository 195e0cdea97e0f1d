// A mailed link leads through the auth server to a page of the app, and the auth server adds to that page's address what came of it. What this
// means is read by the sign-in page, which is loaded when it is needed: see link.ts.

/** What stood behind the "#"; empty if no link led here, or the user has said what is to become of it. */
export let brought = "";

/**
 * Takes what a link has brought out of the address, and so out of the browser's history, and leads to the sign-in page. That asks: nobody is
 * signed in by a link alone, as who made it need not be who opened it.
 */
export function keepArrival(): void {
  const { hash, pathname, search } = location;
  if (!/\b(access_token|error_code)=/.test(search + hash)) return;
  brought = hash;
  history.replaceState(null, "", signInPath(pathname + search));
}

export function dropArrival(): void {
  brought = "";
}

/** The sign-in page that leads to `path` afterwards. */
export function signInPath(path: string, hasExpired = false): string {
  return `/sign-in?to=${encodeURIComponent(path)}${hasExpired ? "&expired" : ""}`;
}
