import { type ReactNode, useId } from "react";

/** Something to tick, with what it means. */
export function Checkbox(
  { label, hint, checked, onChange }: {
    label: string;
    hint?: ReactNode;
    checked: boolean;
    onChange: (checked: boolean) => void;
  },
): ReactNode {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        {...(hint === undefined ? {} : { "aria-describedby": `${id}-hint` })}
        className="size-6 shrink-0 accent-accent"
      />
      <div className="min-w-0 py-0.5">
        <label htmlFor={id} className="text-sm font-medium">{label}</label>
        {hint !== undefined && <p id={`${id}-hint`} className="text-xs text-muted">{hint}</p>}
      </div>
    </div>
  );
}
