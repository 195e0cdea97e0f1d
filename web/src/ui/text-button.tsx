import type { ReactNode } from "react";

/** A button within a text, which looks like a link. Phones would give it room at its sides were it left to look as they want. */
export function TextButton({ onClick, children }: { onClick: () => void; children: ReactNode }): ReactNode {
  return (
    <button
      type="button"
      onClick={onClick}
      className="min-h-6 appearance-none font-medium text-accent underline"
    >
      {children}
    </button>
  );
}
