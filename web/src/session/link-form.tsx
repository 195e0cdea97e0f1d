import { type ReactNode, useState } from "react";
import { Button } from "../ui/button.tsx";
import { EmailField } from "./email-field.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { emailProblem } from "./sign-in-problem.ts";
import { useLinkMail } from "./use-sign-in.ts";

/** Asks for the address to mail a link to. */
export function LinkForm(
  { to, email, onEmail, onSent, onPassword }: {
    /** The page that the link leads to. */
    to: string;
    email: string;
    onEmail: (email: string) => void;
    onSent: () => void;
    onPassword: () => void;
  },
): ReactNode {
  const mail = useLinkMail(to);
  const [wrong, setWrong] = useState<string>();

  const submit = (): string | null => {
    const problem = emailProblem(email);
    setWrong(problem ?? undefined);
    if (problem !== null) return "email";
    mail.mutate(email.trim(), { onSuccess: onSent });
    return null;
  };

  return (
    <SignInForm error={mail.error} lastField="email" onSubmit={submit}>
      <EmailField value={email} error={wrong} onChange={onEmail} />
      <Button type="submit" variant="primary" className="w-full" isBusy={mail.isPending}>
        E-mail me a link
      </Button>
      <Button className="w-full" onClick={onPassword}>Use my password</Button>
    </SignInForm>
  );
}
