import type { ReactNode } from "react";

export function Bell(): ReactNode {
  return null;
}
