import type { ReactNode } from "react";
import { TextArea } from "../ui/field.tsx";

/** As the server takes reasons and hints. */
const MAX_LENGTH = 2_000;

/** A few words that may be left out. */
export function ReasonField(
  { label, hint, value, onChange }: {
    label: string;
    hint?: string;
    value: string;
    onChange: (value: string) => void;
  },
): ReactNode {
  return (
    <TextArea
      label={label}
      {...(hint === undefined ? {} : { hint })}
      maxLength={MAX_LENGTH}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** What was typed as it is sent: not at all where it is nothing. */
export function given(text: string): string | undefined {
  return text.trim() === "" ? undefined : text.trim();
}
