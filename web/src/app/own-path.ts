/** Any address does: what matters is whether a path stays where it is. */
const HERE = "https://app.invalid";

/** A path of this app as the browser reads it, with query and fragment; null for whatever would lead elsewhere. */
export function ownPath(text: string): string | null {
  if (!text.startsWith("/")) return null;
  // Browsers drop control characters and read "\\" as "/", so what counts is what they make of it.
  const url = URL.parse(text, HERE);
  if (url === null || url.origin !== HERE || url.pathname.startsWith("//")) return null;
  return url.pathname + url.search + url.hash;
}
