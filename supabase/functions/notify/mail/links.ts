// A longer address than this would not survive every mail client, and none of the app's is.
const MAX_URL_LENGTH = 2_000;

/** The address of a path in the app. A path that would lead anywhere else, such as `//other.example`, gives the app's own. */
export function appLink(appUrl: string, path: string): string {
  const app = new URL(appUrl);
  const folder = app.pathname.replace(/\/+$/, "");
  const url = path.startsWith("/") && URL.canParse(folder + path, app) ? new URL(folder + path, app) : app;
  return url.origin === app.origin && url.href.length <= MAX_URL_LENGTH ? url.href : app.href;
}
