const HOME = "/traders";
/** Any address does: what matters is whether a path stays where it is. */
const HERE = "https://app.invalid";

/** Where to go after signing in: the wanted page if it is one of this app, else the first one. */
export function safePath(wanted: string | null): string {
  if (wanted === null || !wanted.startsWith("/")) return HOME;
  // Browsers drop control characters and read "\" as "/", so what counts is what they make of it.
  const url = URL.parse(wanted, HERE);
  if (url === null || url.origin !== HERE || url.pathname.startsWith("//")) return HOME;
  if (/^\/sign-in(\/|$)/.test(url.pathname)) return HOME;
  return url.pathname + url.search + url.hash;
}
