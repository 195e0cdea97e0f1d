import { type ReactNode, useEffect, useState } from "react";
import { ApiError, messageOf } from "../api/api-error.ts";
import { Notice } from "../ui/notice.tsx";
import { countOf } from "../words/numbers.ts";
import type { TestState } from "./test-state.ts";

type Failure = NonNullable<TestState["failure"]>;

/** Why a test came to nothing; for one too many, when the next may be started. */
export function TestFailure({ failure: { error, at } }: { failure: Failure }): ReactNode {
  if (error instanceof ApiError && error.code === "too_many_previews") {
    return <TooMany until={at + (error.retryAfterSeconds ?? 60) * 1_000} />;
  }
  return <Notice tone="bad" isUrgent>{messageOf(error)}</Notice>;
}

function TooMany({ until }: { until: number }): ReactNode {
  const seconds = useSecondsUntil(until);
  if (seconds === 0) return <Notice tone="neutral">You can test again now.</Notice>;
  return (
    <>
      {/* Said once; the seconds that follow would be chatter. */}
      <p role="alert" className="sr-only">You have run as many tests as a minute allows.</p>
      <Notice tone="warn">
        You have run as many tests as a minute allows. Test again in {countOf(seconds, "second")}.
      </Notice>
    </>
  );
}

/** Whole seconds until a time in milliseconds, counting down to 0. */
function useSecondsUntil(until: number): number {
  const left = (): number => Math.max(0, Math.ceil((until - Date.now()) / 1_000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    setSeconds(left());
    const timer = setInterval(() => setSeconds(left()), 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return seconds;
}
