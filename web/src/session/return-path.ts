import { ownPath } from "../app/own-path.ts";

const HOME = "/traders";

/** Where to go after signing in: the wanted page if it is one of this app, else the first one. */
export function safePath(wanted: string | null): string {
  const path = ownPath(wanted ?? "");
  return path === null || /^\/sign-in([/?#]|$)/.test(path) ? HOME : path;
}
