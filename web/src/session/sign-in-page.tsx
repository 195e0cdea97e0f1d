import { type ReactNode, useEffect, useRef, useState } from "react";
import { Navigate, useSearchParams } from "react-router";
import { LonePage } from "../ui/lone-page.tsx";
import { Notice } from "../ui/notice.tsx";
import { brought, dropArrival } from "./arrival.ts";
import { CodeForm } from "./code-form.tsx";
import { LinkForm } from "./link-form.tsx";
import { readArrival } from "./link.ts";
import { LinkQuestion } from "./link-question.tsx";
import { PasswordForm } from "./password-form.tsx";
import { safePath } from "./return-path.ts";
import { useSession } from "./session.tsx";
import { linkProblem } from "./sign-in-problem.ts";

type Step = "password" | "link" | "code";

export function SignInPage(): ReactNode {
  const { session, isCutOff } = useSession();
  const [params] = useSearchParams();
  const [fragment, setFragment] = useState(brought);
  const [hasFailed, setHasFailed] = useState(false);
  const { path, link, problem } = readArrival(safePath(params.get("to")), fragment);
  const leaveLink = (): void => {
    dropArrival();
    setFragment("");
  };
  if (session === undefined && !isCutOff) return null;
  // Who is signed in as the same user goes on as they are.
  if (link !== null && session?.user.id !== link.id) {
    return (
      <LinkQuestion
        link={link}
        current={session?.user.email}
        onDone={leaveLink}
        onBroken={() => {
          setHasFailed(true);
          leaveLink();
        }}
      />
    );
  }
  if (session) return <Navigate to={path} replace />;
  return session === undefined ? null : (
    <LonePage title="Sign in">
      <SignIn to={path} link={hasFailed ? "otp_expired" : problem} hasExpired={params.has("expired")} />
    </LonePage>
  );
}

function SignIn(
  { to, link, hasExpired }: { to: string; link: string | null; hasExpired: boolean },
): ReactNode {
  const [step, setStep] = useState<Step>(link === null ? "password" : "link");
  const [email, setEmail] = useState("");
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // After the page's heading got the focus.
    const timer = setTimeout(() => place.current?.querySelector("input")?.focus());
    return () => clearTimeout(timer);
  }, [step]);
  return (
    <div ref={place} className="space-y-4">
      <p className="text-sm text-muted">
        See what broke in your traders, whether the repair is safe, and deploy it.
      </p>
      {hasExpired && (
        <Notice tone="warn" isUrgent>
          Your session has ended. Sign in again to go on where you were.
        </Notice>
      )}
      {link !== null && step !== "code" && <Notice tone="warn" isUrgent>{linkProblem(link)}</Notice>}
      {step === "password" && (
        <PasswordForm
          email={email}
          onEmail={setEmail}
          onLink={() => setStep("link")}
        />
      )}
      {step === "link" && (
        <LinkForm
          to={to}
          email={email}
          onEmail={setEmail}
          onSent={() => setStep("code")}
          onPassword={() => setStep("password")}
        />
      )}
      {step === "code" && <CodeForm to={to} email={email.trim()} onOtherWay={() => setStep("password")} />}
    </div>
  );
}
