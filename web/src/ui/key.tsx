import type { ReactNode } from "react";

/** A key of the keyboard. */
export function Key({ children }: { children: ReactNode }): ReactNode {
  return (
    <kbd className="inline-flex min-w-6 justify-center rounded border border-line bg-raised px-1.5 py-0.5 font-mono text-xs">
      {children}
    </kbd>
  );
}
