import type { ReactNode } from "react";
import type { ListedVersion } from "../api/versions.ts";
import { Button } from "../ui/button.tsx";
import { useReturn } from "./use-return.ts";

/** Tries once more to bring the code that the trader has to the executor. */
export function RetryButton({ version }: { version: ListedVersion }): ReactNode {
  const retry = useReturn(version.trader_id);
  return (
    <Button isSmall variant="primary" isBusy={retry.isPending} onClick={() => retry.start({ version })}>
      Try to deploy again
    </Button>
  );
}
