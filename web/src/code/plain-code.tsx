import type { ReactNode } from "react";

/** Code as it is, in the size that the code view will have: while that loads, and where it cannot be loaded. */
export function PlainCode({ code, label }: { code: string; label: string }): ReactNode {
  return (
    <pre
      tabIndex={0}
      role="region"
      aria-label={label}
      className="max-h-[32rem] overflow-auto rounded-md border border-line bg-surface px-3 py-1 font-mono text-[13px] leading-[1.55] whitespace-pre-wrap [tab-size:4] wrap-anywhere"
    >
      {code}
    </pre>
  );
}
