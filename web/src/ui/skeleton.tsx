import { clsx } from "clsx";
import type { ReactNode } from "react";

/** Holds the place of what is being read, so that nothing moves when it comes. */
export function Skeleton({ className }: { className?: string }): ReactNode {
  return <div aria-hidden className={clsx("animate-pulse rounded-md bg-raised", className)} />;
}

/** Says once, to who hears the page, that something is being read. */
export function Loading({ what, children }: { what: string; children: ReactNode }): ReactNode {
  return (
    <div role="status" aria-busy>
      <span className="sr-only">Loading {what}</span>
      {children}
    </div>
  );
}
