import type { ReactNode } from "react";
import { Link } from "react-router";
import { type DeadLetter, retryLetter } from "../api/operations.ts";
import { Button } from "../ui/button.tsx";
import { Time } from "../ui/time.tsx";
import { toastDone } from "../ui/toaster.tsx";
import { countOf } from "../words/numbers.ts";
import { letterKind, letterLink, letterReason, letterWayOut } from "./letter-words.ts";
import { useOperation } from "./use-operations.ts";

export function LetterRow({ letter }: { letter: DeadLetter }): ReactNode {
  const { kind, trader_name, since, attempts, detail, can_retry } = letter;
  return (
    <tr className="border-b border-line align-top last:border-0">
      <th scope="row" className="w-28 max-w-28 py-2 pr-4 text-left font-normal sm:w-60 sm:max-w-60">
        <p className="font-medium">{letterKind(letter)}</p>
        <TraderLink to={letterLink(letter)} name={trader_name} />
        <p className="text-xs text-muted">
          <Time at={since} />, {countOf(attempts, "try", "tries")}
        </p>
      </th>
      <td className="py-2">
        <div className="flex flex-wrap items-start justify-between gap-2">
          <div className="min-w-0 flex-1 basis-48">
            <p>{letterReason(letter)}</p>
            {kind !== "fix" && detail !== null && (
              <p className="line-clamp-3 text-xs text-muted wrap-anywhere" title={detail}>
                {kind === "email" ? `Mail: ${detail}` : detail}
              </p>
            )}
            <p className="text-xs text-muted">{letterWayOut(letter)}</p>
          </div>
          {can_retry && <RetryButton letter={letter} />}
        </div>
      </td>
    </tr>
  );
}

function TraderLink({ to, name }: { to: string | null; name: string | null }): ReactNode {
  if (to === null || name === null) return null;
  return <Link to={to} title={name} className="block truncate text-accent underline">{name}</Link>;
}

function RetryButton({ letter }: { letter: DeadLetter }): ReactNode {
  const operation = useOperation({
    act: retryLetter,
    failed: "Not tried again",
    onDone: (isTakenUp) =>
      toastDone(isTakenUp ? `${letterKind(letter)} taken up again` : "It has been taken up already"),
  });
  return (
    <Button
      isSmall
      isBusy={operation.isPending}
      aria-label={`Try again: ${letterKind(letter).toLowerCase()} of ${letter.trader_name ?? "no trader"}`}
      onClick={() => operation.start(letter)}
    >
      Try again
    </Button>
  );
}
