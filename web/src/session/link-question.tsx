import { isAuthRetryableFetchError } from "@supabase/supabase-js";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useClient } from "../api/supabase.tsx";
import { Button } from "../ui/button.tsx";
import { LonePage } from "../ui/lone-page.tsx";
import { Notice } from "../ui/notice.tsx";
import { type Link, signInBy } from "./link.ts";
import { signInProblem } from "./sign-in-problem.ts";

/** Asks before a mailed link signs in: whoever made it may want its opener to work in an account that is not theirs. */
export function LinkQuestion(
  { link, current, onDone, onBroken }: {
    link: Link;
    /** Who is signed in here now. */
    current: string | undefined;
    onDone: () => void;
    /** It does not sign in, or not any more. */
    onBroken: () => void;
  },
): ReactNode {
  const { auth } = useClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => signInBy(auth, link),
    onSuccess: onDone,
    onError: (error) => isAuthRetryableFetchError(error) || onBroken(),
  });
  return (
    <LonePage
      title={`Sign in as ${link.email}?`}
      heading={
        <>
          Sign in as <Address of={link.email} />?
        </>
      }
    >
      <div className="space-y-4">
        {isAuthRetryableFetchError(error) && <Notice tone="bad" isUrgent>{signInProblem(error)}</Notice>}
        <p className="text-sm text-muted">
          A link in a mail led here. Go on only if you asked for that mail and this is your account.
        </p>
        {current !== undefined && (
          <Notice tone="warn">
            You are signed in as <Address of={current} />. Signing in replaces that session in this browser.
          </Notice>
        )}
        <Button variant="primary" className="w-full" isBusy={isPending} onClick={() => mutate()}>
          Sign in
        </Button>
        <Button className="w-full" onClick={onDone}>
          {current === undefined ? "Do not sign in" : "Stay signed in as I am"}
        </Button>
      </div>
    </LonePage>
  );
}

function Address({ of }: { of: string }): ReactNode {
  return <strong className="font-semibold [overflow-wrap:anywhere]">{of}</strong>;
}
