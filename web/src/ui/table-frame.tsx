import type { ReactNode } from "react";

/** Around a table that may be wider than the page: it scrolls by itself, also by keyboard. */
export function TableFrame({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <div role="region" aria-label={label} tabIndex={0} className="overflow-x-auto rounded-md">
      {children}
    </div>
  );
}
