import { type ReactNode, useEffect, useRef } from "react";
import { Notice } from "../ui/notice.tsx";
import { signInProblem } from "./sign-in-problem.ts";

/** A form that checks its values itself, and says above them what went wrong. */
export function SignInForm(
  { error, lastField, onSubmit, children }: {
    /** What the server said. */
    error: Error | null;
    /** The name of the field to go on in when the server refuses the values. */
    lastField: string;
    /** The name of the field that has to be filled in differently; null if the values can be sent. */
    onSubmit: () => string | null;
    children: ReactNode;
  },
): ReactNode {
  const form = useRef<HTMLFormElement>(null);
  const focus = (name: string): void => {
    const field = form.current?.elements.namedItem(name);
    if (field instanceof HTMLElement) field.focus();
  };
  useEffect(() => {
    // That is where one goes on.
    if (error !== null) focus(lastField);
  }, [error, lastField]);
  return (
    <form
      ref={form}
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        const wrong = onSubmit();
        if (wrong !== null) focus(wrong);
      }}
    >
      {error && <Notice tone="bad" isUrgent>{signInProblem(error)}</Notice>}
      {children}
    </form>
  );
}
