import { type ReactNode, useState } from "react";
import { Button } from "../ui/button.tsx";
import { EmailField } from "./email-field.tsx";
import { PasswordField } from "./password-field.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { emailProblem } from "./sign-in-problem.ts";
import { usePasswordSignIn } from "./use-sign-in.ts";

export function PasswordForm(
  { email, onEmail, onLink }: { email: string; onEmail: (email: string) => void; onLink: () => void },
): ReactNode {
  const signIn = usePasswordSignIn();
  const [password, setPassword] = useState("");
  const [wrong, setWrong] = useState<{ email?: string; password?: string }>({});

  const submit = (): string | null => {
    const inEmail = emailProblem(email);
    const inPassword = password === "" ? "Type your password." : null;
    setWrong({ ...(inEmail && { email: inEmail }), ...(inPassword && { password: inPassword }) });
    if (inEmail !== null || inPassword !== null) return inEmail === null ? "password" : "email";
    signIn.mutate({ email: email.trim(), password });
    return null;
  };

  return (
    <SignInForm error={signIn.error} lastField="password" onSubmit={submit}>
      <EmailField value={email} error={wrong.email} onChange={onEmail} />
      <PasswordField value={password} error={wrong.password} onChange={setPassword} />
      <Button type="submit" variant="primary" className="w-full" isBusy={signIn.isPending}>Sign in</Button>
      <Button className="w-full" onClick={onLink}>E-mail me a link instead</Button>
    </SignInForm>
  );
}
