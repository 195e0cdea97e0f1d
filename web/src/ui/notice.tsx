import { clsx } from "clsx";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { messageOf } from "../api/api-error.ts";
import type { Tone } from "./badge.tsx";
import { Button } from "./button.tsx";

const LOOKS: Record<Tone, { icon: typeof Info; className: string }> = {
  neutral: { icon: Info, className: "bg-raised text-ink [&>svg]:text-muted" },
  accent: { icon: Info, className: "bg-accent-soft text-ink [&>svg]:text-accent" },
  good: { icon: CircleCheck, className: "bg-good-soft text-ink [&>svg]:text-good" },
  warn: { icon: TriangleAlert, className: "bg-warn-soft text-ink [&>svg]:text-warn" },
  bad: { icon: CircleAlert, className: "bg-bad-soft text-ink [&>svg]:text-bad" },
};

/** A sentence or two that should not be overlooked. `isUrgent`: said at once to who hears the page. */
export function Notice(
  { tone = "neutral", isUrgent = false, children, actions }: {
    tone?: Tone;
    isUrgent?: boolean;
    children: ReactNode;
    actions?: ReactNode;
  },
): ReactNode {
  const { icon: Icon, className } = LOOKS[tone];
  return (
    <div
      {...(isUrgent ? { role: "alert" } : {})}
      className={clsx("flex gap-3 rounded-md p-3 text-sm", className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 space-y-2">
        <div>{children}</div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}

/** That something could not be read, why, and a way to try again. */
export function ReadError({ error, onRetry }: { error: unknown; onRetry?: () => void }): ReactNode {
  return (
    <Notice
      tone="bad"
      isUrgent
      actions={onRetry && <Button isSmall onClick={onRetry}>Try again</Button>}
    >
      {messageOf(error)}
    </Notice>
  );
}

/** What to make of an empty list. */
export function Empty(
  { icon: Icon = Info, title, children }: { icon?: typeof Info; title: string; children?: ReactNode },
): ReactNode {
  return (
    <div className="flex flex-col items-center gap-2 rounded-lg border border-dashed border-line px-4 py-10 text-center">
      <Icon aria-hidden className="size-8 text-muted" />
      <p className="font-medium">{title}</p>
      {children && <div className="max-w-prose text-sm text-muted">{children}</div>}
    </div>
  );
}
