import { clsx } from "clsx";
import { CircleAlert, CircleCheck, CircleDashed, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Tone } from "../ui/badge.tsx";
import { ButtonLink } from "../ui/button.tsx";
import { Until } from "../ui/time.tsx";
import { FixProgress } from "./fix-progress.tsx";
import type { RepairProgress } from "./progress.ts";
import type { Verdict } from "./verdict.ts";

const LOOKS: Record<Tone, { icon: typeof Info; className: string }> = {
  neutral: { icon: Info, className: "border-edge bg-raised [&_svg]:text-muted" },
  accent: { icon: CircleDashed, className: "border-accent bg-accent-soft [&_svg]:text-accent" },
  good: { icon: CircleCheck, className: "border-good bg-good-soft [&_svg]:text-good" },
  warn: { icon: TriangleAlert, className: "border-warn bg-warn-soft [&_svg]:text-warn" },
  bad: { icon: CircleAlert, className: "border-bad bg-bad-soft [&_svg]:text-bad" },
};

/** Where the repair stands. What it says first is also said to who hears the page, each time it changes. */
export function VerdictBox(
  { verdict, progress }: { verdict: Verdict; progress: RepairProgress | null },
): ReactNode {
  const { tone, label, detail, until, more, link } = verdict;
  const { icon: Icon, className } = LOOKS[tone];
  return (
    <div className={clsx("rounded-md border-l-4 p-3", className)}>
      <div className="flex items-start gap-2">
        <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
        <p role="status" className="font-semibold">
          {label}
          {progress !== null && <span className="sr-only">: {progress.words}</span>}
        </p>
      </div>
      <div className="mt-1 space-y-2 text-sm sm:pl-7">
        {progress !== null ? <FixProgress progress={progress} /> : (
          <p className="wrap-anywhere">
            {detail}
            {until && (
              <>
                {" "}
                <Until at={until} />.
              </>
            )}
          </p>
        )}
        {more && <p className="whitespace-pre-line text-muted wrap-anywhere">{more}</p>}
        {link !== undefined && <ButtonLink isSmall to={link.to}>{link.label}</ButtonLink>}
      </div>
    </div>
  );
}
