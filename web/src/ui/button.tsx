import { clsx } from "clsx";
import { LoaderCircle } from "lucide-react";
import type { ButtonHTMLAttributes, ReactNode } from "react";
import { Link, type LinkProps } from "react-router";

type Variant = "primary" | "secondary" | "ghost" | "danger";

const VARIANTS: Record<Variant, string> = {
  primary: "bg-accent text-on-accent border-transparent hover:brightness-110",
  secondary: "bg-surface text-ink border-edge hover:bg-raised",
  ghost: "bg-transparent text-ink border-transparent hover:bg-raised",
  danger: "bg-surface text-bad border-bad hover:bg-bad-soft",
};

function look(variant: Variant, isSmall: boolean, className: string | undefined): string {
  return clsx(
    "inline-flex items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap select-none",
    "disabled:opacity-55 disabled:cursor-not-allowed aria-disabled:opacity-55 transition-[background-color,filter]",
    isSmall ? "min-h-8 px-2.5 text-sm" : "min-h-10 px-4 text-sm",
    VARIANTS[variant],
    className,
  );
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: Variant;
  isSmall?: boolean;
  /** While what it started goes on: it spins and cannot be pressed again. */
  isBusy?: boolean;
}

export function Button(
  { variant = "secondary", isSmall = false, isBusy = false, className, children, onClick, ...rest }:
    ButtonProps,
): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      onClick={(event) => isBusy ? event.preventDefault() : onClick?.(event)}
      // Not disabled: that would take the focus away from who has just pressed it.
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy}
      className={look(variant, isSmall, className)}
    >
      {isBusy && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
      {children}
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink(
  { variant = "secondary", isSmall = false, className, ...rest }: LinkProps & {
    variant?: Variant;
    isSmall?: boolean;
  },
): ReactNode {
  return <Link {...rest} className={look(variant, isSmall, className as string | undefined)} />;
}

/** A square button with an icon and a name for who does not see it. */
export function IconButton(
  { label, className, children, ...rest }: ButtonProps & { label: string },
): ReactNode {
  return (
    <Button
      variant="ghost"
      {...rest}
      aria-label={label}
      title={label}
      className={clsx("!px-0 w-10", className)}
    >
      {children}
    </Button>
  );
}
