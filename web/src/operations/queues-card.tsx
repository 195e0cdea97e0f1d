import type { ReactNode } from "react";
import type { Overview } from "../api/operations.ts";
import { Badge } from "../ui/badge.tsx";
import { Card } from "../ui/card.tsx";
import { TableFrame } from "../ui/table-frame.tsx";
import { count } from "../words/numbers.ts";
import { duration } from "../words/time.ts";
import { type QueueRow, queueRows } from "./ages.ts";

/** What waits to be done, and whether somebody is at it. */
export function QueuesCard({ overview }: { overview: Pick<Overview, "queues" | "sweeper"> }): ReactNode {
  return (
    <Card title="Queues">
      <TableFrame label="Table of the queues">
        <table className="w-full text-sm">
          <thead className="text-left text-muted">
            <tr className="border-b border-line">
              <th scope="col" className="py-2 pr-4 font-medium">Queue</th>
              <th scope="col" className="py-2 pr-4 font-medium">State</th>
              <th scope="col" className="py-2 pr-4 text-right font-medium">Waiting</th>
              <th scope="col" className="py-2 pr-4 text-right font-medium">Due</th>
              <th scope="col" className="py-2 text-right font-medium">Oldest</th>
            </tr>
          </thead>
          <tbody>{queueRows(overview).map((row) => <Row key={row.name} row={row} />)}</tbody>
        </table>
      </TableFrame>
      <p className="mt-2 text-xs text-muted">
        Due is what should be worked on and is not. Held repairs wait for their owner, for another day, or for
        a fault to be over.
      </p>
    </Card>
  );
}

function Row({ row: { label, waiting, due, oldest_s, state } }: { row: QueueRow }): ReactNode {
  return (
    <tr className="border-b border-line last:border-0">
      <th scope="row" className="py-2 pr-4 text-left font-normal">{label}</th>
      <td className="py-2 pr-4">{state !== null && <Badge tone={state.tone}>{state.label}</Badge>}</td>
      <td className="py-2 pr-4 text-right tabular-nums">{count(waiting)}</td>
      <td className="py-2 pr-4 text-right tabular-nums">{count(due)}</td>
      <td className="py-2 text-right whitespace-nowrap tabular-nums">
        {oldest_s === null ? "–" : duration(oldest_s * 1_000)}
      </td>
    </tr>
  );
}
