import { Inbox } from "lucide-react";
import type { ReactNode } from "react";
import type { DeadLetter } from "../api/operations.ts";
import { Card } from "../ui/card.tsx";
import { Empty } from "../ui/notice.tsx";
import { TableFrame } from "../ui/table-frame.tsx";
import { LetterRow } from "./letter-row.tsx";

/** As many as the server lists. */
const MOST = 50;

/** Work that was given up, with the way out of it. */
export function LettersCard({ letters }: { letters: DeadLetter[] }): ReactNode {
  return (
    <Card title="Given up in the last week">
      {letters.length === 0
        ? (
          <Empty icon={Inbox} title="Nothing was given up">
            Repairs, deployments and mails that were tried as often as they may be are listed here.
          </Empty>
        )
        : (
          <TableFrame label="Table of what was given up">
            <table className="w-full text-sm">
              <thead className="text-left text-muted">
                <tr className="border-b border-line">
                  <th scope="col" className="py-2 pr-4 font-medium">What</th>
                  <th scope="col" className="py-2 font-medium">Why, and what to do</th>
                </tr>
              </thead>
              <tbody>
                {letters.map((letter) => <LetterRow key={`${letter.kind} ${letter.id}`} letter={letter} />)}
              </tbody>
            </table>
          </TableFrame>
        )}
      {letters.length === MOST && (
        <p className="mt-2 text-xs text-muted">The latest {MOST} are listed; there may be more.</p>
      )}
    </Card>
  );
}
