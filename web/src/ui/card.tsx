import { clsx } from "clsx";
import { type ReactNode, useId } from "react";

/** A part of a page with a heading. */
export function Card(
  { title, actions, children, className }: {
    title?: ReactNode;
    actions?: ReactNode;
    children: ReactNode;
    className?: string;
  },
): ReactNode {
  const id = useId();
  return (
    <section
      {...(title === undefined ? {} : { "aria-labelledby": id })}
      className={clsx("rounded-lg border border-line bg-surface p-4 sm:p-5 min-w-0", className)}
    >
      {title !== undefined && (
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          <h2 id={id} className="text-base font-semibold">{title}</h2>
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}
