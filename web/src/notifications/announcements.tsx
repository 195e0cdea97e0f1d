import type { ReactNode } from "react";

export function Announcements(): ReactNode {
  return null;
}
