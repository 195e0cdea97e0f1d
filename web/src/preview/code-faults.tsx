import type { ReactNode } from "react";
import type { Failure, Warning } from "../../../supabase/functions/_shared/filter-runtime/schema.ts";
import type { Preview } from "../../../supabase/functions/preview-fix/answer.ts";
import { Notice } from "../ui/notice.tsx";

interface Fault {
  line: number | null;
  text: string;
  /** What there is beside it, such as the compiler's own words. */
  more: string | null;
}

/** What is wrong with the code itself: that it does not compile, and what looks like a failure that is silenced instead of mended. */
export function CodeFaults(
  { preview: { candidate, findings, proof } }: {
    preview: Pick<Preview, "candidate" | "findings" | "proof">;
  },
): ReactNode {
  const errors = candidate.errors.map(explained);
  const warnings = candidate.warnings.map(explained);
  // The proof's own sentence says the first of them.
  const said = proof?.failure ?? "";
  const suspicions = (findings ?? []).filter(({ message }) => !said.startsWith(message))
    .map(({ message, line, detail }): Fault => ({
      line: line > 0 ? line : null,
      text: message,
      more: detail ?? null,
    }));
  return (
    <>
      <Faults tone="bad" title="It does not compile:" faults={errors} />
      <Faults tone="warn" title="It may silence the failure instead of mending it:" faults={suspicions} />
      <Faults tone="neutral" title="Worth a look:" faults={warnings} />
    </>
  );
}

function explained({ message, line, explanation }: Failure | Warning): Fault {
  return explanation === undefined
    ? { line: line ?? null, text: message, more: null }
    : { line: line ?? null, text: explanation, more: message };
}

function Faults(
  { tone, title, faults }: { tone: "bad" | "warn" | "neutral"; title: string; faults: Fault[] },
): ReactNode {
  if (faults.length === 0) return null;
  return (
    <Notice tone={tone}>
      <p className="font-medium">{title}</p>
      <ul className="list-disc space-y-1 pl-5">
        {faults.map(({ line, text, more }, index) => (
          <li key={index}>
            {line === null ? "" : `Line ${line}: `}
            {text}
            {more !== null && <span className="block font-mono text-xs text-muted">{more}</span>}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
