import type { ReactNode } from "react";
import { rollBack } from "../api/decisions.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { Button } from "../ui/button.tsx";
import { tellDeployment, useAction } from "./use-action.ts";

/** Tries once more to bring the code that the trader has to the executor. */
export function RetryButton({ page }: { page: IncidentPage }): ReactNode {
  const { running, trader } = page;
  const retry = useAction(page, {
    act: (client, version_id: string) => rollBack(client, { trader_id: trader.id, version_id }),
    failed: "Not tried again",
    onDone: ({ deployment }) => tellDeployment("Tried again", deployment),
  });
  return (
    <Button
      variant="primary"
      isBusy={retry.isPending}
      disabled={running === null}
      onClick={() => running !== null && retry.mutate(running.id)}
    >
      Try to deploy again
    </Button>
  );
}
