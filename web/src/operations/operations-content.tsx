import type { ReactNode } from "react";
import type { Overview } from "../api/operations.ts";
import { ChartsRow } from "./charts-row.tsx";
import { FaultsCard } from "./faults-card.tsx";
import { FiguresGrid } from "./figures-grid.tsx";
import { LettersCard } from "./letters-card.tsx";
import { ModelCallsCard } from "./model-calls-card.tsx";
import { ProblemsCard } from "./problems-card.tsx";
import { QueuesCard } from "./queues-card.tsx";

export function OperationsContent(
  { overview, faultId, problem }: {
    overview: Overview;
    faultId: string | null;
    /** That what is shown could not be read again. */
    problem: ReactNode;
  },
): ReactNode {
  return (
    <div className="space-y-4">
      {problem}
      <ProblemsCard overview={overview} />
      <FiguresGrid overview={overview} />
      <FaultsCard faults={overview.systemic_faults} faultId={faultId} />
      <ChartsRow figures={overview.figures} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <QueuesCard overview={overview} />
        <ModelCallsCard modelCalls={overview.model_calls} />
      </div>
      <LettersCard letters={overview.dead_letters} />
    </div>
  );
}
