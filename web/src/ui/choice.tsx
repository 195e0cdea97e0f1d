import { clsx } from "clsx";
import type { ReactNode } from "react";

/** One of a few things, side by side. */
export function Choice<Value extends string>(
  { label, options, value, onChange }: {
    label: string;
    options: { value: Value; label: ReactNode }[];
    value: Value;
    onChange: (value: Value) => void;
  },
): ReactNode {
  return (
    <div role="group" aria-label={label} className="flex flex-wrap gap-1">
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={clsx(
            "min-h-8 rounded-md border px-3 text-sm font-medium",
            option.value === value
              ? "border-accent bg-accent-soft text-accent"
              : "border-edge bg-surface text-ink hover:bg-raised",
          )}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
