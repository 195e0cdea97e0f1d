import { type ReactNode, useState } from "react";
import { TextField } from "../ui/field.tsx";

/** A password, which can be looked at. */
export function PasswordField(
  { value, error, onChange }: {
    value: string;
    error: string | undefined;
    onChange: (value: string) => void;
  },
): ReactNode {
  const [isShown, setIsShown] = useState(false);
  return (
    <div className="relative">
      <TextField
        label="Password"
        name="password"
        type={isShown ? "text" : "password"}
        autoComplete="current-password"
        autoCapitalize="none"
        spellCheck={false}
        value={value}
        error={error}
        onChange={({ target }) => onChange(target.value)}
      />
      <button
        type="button"
        aria-pressed={isShown}
        onClick={() => setIsShown(!isShown)}
        className="absolute -top-0.5 right-0 min-h-6 rounded px-1 text-xs font-medium text-accent hover:underline"
      >
        {isShown ? "Hide" : "Show"}
        <span className="sr-only">password</span>
      </button>
    </div>
  );
}
