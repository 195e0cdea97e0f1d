import { clsx } from "clsx";
import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";

const CONTROL =
  "w-full min-h-10 rounded-md border border-edge bg-surface px-3 py-2 text-sm text-ink placeholder:text-muted disabled:opacity-55 aria-invalid:border-bad";

interface FieldTexts {
  label: string;
  hint?: ReactNode;
  /** What is wrong with the value, and what would be right. */
  error?: string | undefined;
}

function Field(
  { label, hint, error, children }: FieldTexts & {
    children: (attributes: { id: string; "aria-describedby": string; "aria-invalid": boolean }) => ReactNode;
  },
): ReactNode {
  const id = useId();
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-sm font-medium">{label}</label>
      {children({ id, "aria-describedby": `${id}-hint ${id}-error`, "aria-invalid": error !== undefined })}
      {hint !== undefined && <p id={`${id}-hint`} className="text-xs text-muted">{hint}</p>}
      <p
        id={`${id}-error`}
        role="alert"
        className={clsx("text-xs text-bad", error === undefined && "hidden")}
      >
        {error}
      </p>
    </div>
  );
}

export function TextField(
  { label, hint, error, className, ...rest }: FieldTexts & InputHTMLAttributes<HTMLInputElement>,
): ReactNode {
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => <input {...rest} {...attributes} className={clsx(CONTROL, className)} />}
    </Field>
  );
}

export function TextArea(
  { label, hint, error, className, ...rest }: FieldTexts & TextareaHTMLAttributes<HTMLTextAreaElement>,
): ReactNode {
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => <textarea rows={3} {...rest} {...attributes} className={clsx(CONTROL, className)} />}
    </Field>
  );
}

export function SelectField(
  { label, hint, error, className, children, ...rest }: FieldTexts & SelectHTMLAttributes<HTMLSelectElement>,
): ReactNode {
  return (
    <Field label={label} hint={hint} error={error}>
      {(attributes) => (
        <select {...rest} {...attributes} className={clsx(CONTROL, className)}>{children}</select>
      )}
    </Field>
  );
}
