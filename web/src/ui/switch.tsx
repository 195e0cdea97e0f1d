import * as RadixSwitch from "@radix-ui/react-switch";
import { type ReactNode, useId } from "react";

/** Something that is on or off, with what it does. */
export function Switch(
  { label, hint, checked, disabled = false, onChange }: {
    label: string;
    hint?: ReactNode;
    checked: boolean;
    disabled?: boolean;
    onChange: (checked: boolean) => void;
  },
): ReactNode {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="min-w-0">
        <label htmlFor={id} className="text-sm font-medium">{label}</label>
        {hint !== undefined && <p id={`${id}-hint`} className="text-xs text-muted">{hint}</p>}
      </div>
      <RadixSwitch.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        {...(hint === undefined ? {} : { "aria-describedby": `${id}-hint` })}
        className="relative h-6 w-11 shrink-0 rounded-full border border-edge bg-raised data-[state=checked]:border-transparent data-[state=checked]:bg-accent disabled:opacity-55"
      >
        <RadixSwitch.Thumb className="block size-4 translate-x-1 rounded-full bg-edge transition-transform data-[state=checked]:translate-x-6 data-[state=checked]:bg-on-accent" />
      </RadixSwitch.Root>
    </div>
  );
}
