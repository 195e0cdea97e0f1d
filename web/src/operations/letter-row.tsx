import type { ReactNode } from "react";
import { Link } from "react-router";
import { type DeadLetter, retryLetter } from "../api/operations.ts";
import { Button } from "../ui/button.tsx";
import { Time } from "../ui/time.tsx";
import { toastDone } from "../ui/toaster.tsx";
import { count } from "../words/numbers.ts";
import { letterKind, letterLink, letterReason, letterWayOut } from "./letter-words.ts";
import { useOperation } from "./use-operations.ts";

export function LetterRow({ letter }: { letter: DeadLetter }): ReactNode {
  const { trader_name, since, attempts, can_retry } = letter;
  return (
    <tr className="border-b border-line align-top last:border-0">
      <th scope="row" className="py-2 pr-4 text-left font-medium whitespace-nowrap">{letterKind(letter)}</th>
      <td className="max-w-52 py-2 pr-4">
        <TraderLink to={letterLink(letter)} name={trader_name} />
      </td>
      <td className="py-2 pr-4">
        <Time at={since} />
      </td>
      <td className="py-2 pr-4 text-right tabular-nums">{count(attempts)}</td>
      <td className="min-w-64 py-2 pr-4">
        <p>{letterReason(letter)}</p>
        {letter.kind !== "fix" && letter.detail !== null && (
          <p className="line-clamp-2 text-xs break-words text-muted" title={letter.detail}>
            {letter.kind === "email" ? `Mail: ${letter.detail}` : letter.detail}
          </p>
        )}
        <p className="text-xs text-muted">{letterWayOut(letter)}</p>
      </td>
      <td className="py-2">
        {can_retry ? <RetryButton letter={letter} /> : <span className="text-muted">None</span>}
      </td>
    </tr>
  );
}

function TraderLink({ to, name }: { to: string | null; name: string | null }): ReactNode {
  if (to === null || name === null) return <span className="text-muted">None</span>;
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
      onClick={() => operation.mutate(letter)}
    >
      Try again
    </Button>
  );
}
