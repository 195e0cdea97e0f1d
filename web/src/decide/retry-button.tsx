import type { ReactNode } from "react";
import { rollBack } from "../api/decisions.ts";
import type { Version } from "../api/versions.ts";
import { useAction } from "../app/use-action.ts";
import { changedByReturn } from "../trader/use-return.ts";
import { Button } from "../ui/button.tsx";
import { tellDeployment } from "./tell-deployment.ts";

/** Tries once more to bring the code that the trader has to the executor. */
export function RetryButton(
  { version: { id, trader_id, version }, isSmall = false }: {
    version: Pick<Version, "id" | "trader_id" | "version">;
    isSmall?: boolean;
  },
): ReactNode {
  const retry = useAction({
    act: (client) => rollBack(client, { trader_id, version_id: id }),
    failed: "Not tried again",
    // Where other code was faster, it is a return.
    onDone: ({ changed, deployment }) =>
      tellDeployment(changed ? `Returned to version ${version}` : "Tried again", deployment),
  }, changedByReturn(trader_id));
  return (
    <Button
      isSmall={isSmall}
      variant="primary"
      isBusy={retry.isPending}
      onClick={() => retry.start(undefined)}
    >
      Try to deploy again
    </Button>
  );
}
