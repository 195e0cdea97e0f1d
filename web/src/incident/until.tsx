import type { ReactNode } from "react";
import { Time, useNow } from "../ui/time.tsx";

/** When something will be, at the end of a sentence; what is due is told as about to happen. */
export function Until({ at }: { at: string }): ReactNode {
  const now = useNow();
  return Date.parse(at) > now ? <Time at={at} /> : "any moment";
}
