import type { ReactNode } from "react";
import { TextField } from "../ui/field.tsx";

export function EmailField(
  { value, error, onChange }: {
    value: string;
    error: string | undefined;
    onChange: (value: string) => void;
  },
): ReactNode {
  return (
    <TextField
      label="E-mail"
      name="email"
      type="email"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      value={value}
      error={error}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
