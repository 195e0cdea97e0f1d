import { type ReactNode, useState } from "react";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { digitsOf } from "./sign-in-problem.ts";
import { useCodeSignIn, useLinkMail } from "./use-sign-in.ts";

const CODE_LENGTH = 6;

/** After a mail was sent: the code in it can be typed here, where the mail is read on another device. */
export function CodeForm(
  { to, email, onOtherWay }: { to: string; email: string; onOtherWay: () => void },
): ReactNode {
  const signIn = useCodeSignIn();
  const mail = useLinkMail(to);
  const [code, setCode] = useState("");
  const [wrong, setWrong] = useState<string>();

  const submit = (): string | null => {
    mail.reset();
    const digits = digitsOf(code);
    const isWhole = digits.length === CODE_LENGTH;
    setWrong(isWhole ? undefined : "Type the six digits of the code in the mail.");
    if (!isWhole) return "code";
    signIn.mutate({ email, token: digits });
    return null;
  };
  const sendAgain = (): void => {
    signIn.reset();
    mail.mutate(email);
  };

  return (
    <SignInForm error={signIn.error ?? mail.error} lastField="code" onSubmit={submit}>
      <p role="status" className="text-sm">
        {mail.isSuccess ? "Another mail is on its way" : "A mail is on its way"} to{" "}
        <strong className="font-medium [overflow-wrap:anywhere]">{email}</strong>, if there is an account with
        this address. Open the link in it, or type its code here. Both work once, within an hour.
      </p>
      <TextField
        label="Six-digit code"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        className="font-mono text-lg tracking-widest"
        value={code}
        error={wrong}
        onChange={({ target }) => setCode(target.value)}
      />
      <Button type="submit" variant="primary" className="w-full" isBusy={signIn.isPending}>
        Sign in with the code
      </Button>
      <div className="flex flex-wrap gap-2">
        <Button className="flex-1" isBusy={mail.isPending} onClick={sendAgain}>Send another mail</Button>
        <Button className="flex-1" onClick={onOtherWay}>Sign in another way</Button>
      </div>
    </SignInForm>
  );
}
