import type { ReactNode } from "react";
import type { Fault } from "../api/operations.ts";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { FaultItem } from "./fault-item.tsx";

/** Faults of many traders at once, those that are open first. `faultId`: the one that the address names. */
export function FaultsCard({ faults, faultId }: { faults: Fault[]; faultId: string | null }): ReactNode {
  const isGone = faultId !== null && faults.every(({ id }) => id !== faultId);
  return (
    <Card title="Faults of many traders at once">
      <div className="space-y-3">
        {isGone && (
          <Notice tone="warn">
            The fault that the link leads to is not there any more. Old ones are deleted.
          </Notice>
        )}
        {faults.length === 0 && (
          <p className="text-sm text-muted">
            None. When many traders of several owners begin to fail in the same way, their repairs are held,
            and you decide here what becomes of them.
          </p>
        )}
        {faults.map((fault) => <FaultItem key={fault.id} fault={fault} isMarked={fault.id === faultId} />)}
      </div>
    </Card>
  );
}
