import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** Something that is there for who wants it, folded until then. */
export function Disclosure({ summary, children }: { summary: ReactNode; children: ReactNode }): ReactNode {
  return (
    <details className="group">
      <summary className="flex min-h-8 list-none items-center gap-1.5 rounded-md text-sm font-medium [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-muted transition-transform group-open:rotate-90"
        />
        {summary}
      </summary>
      <div className="mt-2">{children}</div>
    </details>
  );
}
