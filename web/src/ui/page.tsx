import { type ReactNode, useEffect, useRef } from "react";
import { useLocation, useNavigationType } from "react-router";

/** A page: its title in the tab and as its heading, which gets the focus when one comes here from another page. */
export function Page(
  { title, heading, above, actions, children }: {
    title: string;
    /** What the heading holds, if more than the title. */
    heading?: ReactNode;
    /** A way back, above the heading. */
    above?: ReactNode;
    actions?: ReactNode;
    children: ReactNode;
  },
): ReactNode {
  const h1 = useRef<HTMLHeadingElement>(null);
  const { pathname, key } = useLocation();
  const isBack = useNavigationType() === "POP";
  useEffect(() => {
    // The first page and pages one comes back to begin where the browser lets them begin.
    if (!isBack) scrollTo(0, 0);
    if (key !== "default") h1.current?.focus({ preventScroll: true });
    // The path alone: what is chosen on a page does not move the focus.
  }, [pathname]);
  return (
    <>
      <title>{`${title} · Trader Error Recovery`}</title>
      {above && <div className="mb-2 text-sm">{above}</div>}
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h1 ref={h1} tabIndex={-1} className="min-w-0 text-xl font-semibold outline-none sm:text-2xl">
          {heading ?? title}
        </h1>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </>
  );
}
