import { clsx } from "clsx";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Fault } from "../api/operations.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Time } from "../ui/time.tsx";
import { countOf } from "../words/numbers.ts";
import { FaultDialog } from "./fault-dialog.tsx";
import { faultEnd, faultExtent, faultState, faultTitle } from "./fault-words.ts";

export function FaultItem({ fault, isMarked }: { fault: Fault; isMarked: boolean }): ReactNode {
  const item = useRef<HTMLElement>(null);
  const [decision, setDecision] = useState<"release" | "discard" | null>(null);
  const state = faultState(fault);
  useEffect(() => {
    if (!isMarked) return;
    // After the page has put itself at its top.
    const frame = requestAnimationFrame(() => item.current?.scrollIntoView({ block: "center" }));
    return () => cancelAnimationFrame(frame);
  }, [isMarked]);
  return (
    <article
      ref={item}
      aria-current={isMarked}
      className={clsx(
        "rounded-md border p-3",
        isMarked ? "border-accent bg-accent-soft" : "border-line",
      )}
    >
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="text-sm font-semibold">{faultTitle(fault)}</h3>
        <Badge tone={state.tone}>{state.label}</Badge>
        <span className="text-sm">{faultExtent(fault)}</span>
      </div>
      <p className="mt-1 line-clamp-3 font-mono text-xs break-words" title={fault.error_message}>
        {fault.error_message}
      </p>
      <FaultTimes fault={fault} />
      {fault.status === "open" && (
        <div className="mt-3 flex flex-wrap items-center gap-2">
          <Button isSmall variant="primary" onClick={() => setDecision("release")}>Let repairs go on</Button>
          <Button isSmall variant="danger" onClick={() => setDecision("discard")}>End repairs</Button>
          <span className="text-sm text-muted">{countOf(fault.held_fixes, "repair")} held</span>
        </div>
      )}
      {decision !== null && (
        <FaultDialog
          fault={fault}
          decision={decision}
          onClose={() => setDecision(null)}
        />
      )}
    </article>
  );
}

function FaultTimes({ fault }: { fault: Fault }): ReactNode {
  const { first_seen, last_seen, resolved_at, decision_reason } = fault;
  const end = faultEnd(fault);
  return (
    <div className="mt-1 space-y-0.5 text-xs text-muted">
      <p>
        Recognised <Time at={first_seen} />, last seen <Time at={last_seen} />.
      </p>
      {end !== null && (
        <p>
          {end}
          {resolved_at !== null && (
            <>
              , <Time at={resolved_at} />
            </>
          )}.
        </p>
      )}
      {decision_reason !== null && <p className="break-words">Reason: {decision_reason}</p>}
    </div>
  );
}
