import { rollBack } from "../api/decisions.ts";
import { keys } from "../api/keys.ts";
import type { ListedVersion } from "../api/versions.ts";
import { type Acting, type Changes, inDialog, useAction } from "../app/use-action.ts";
import { tellDeployment } from "../decide/tell-deployment.ts";
import { toastDone } from "../ui/toaster.tsx";

const UNCHANGED = "Nothing was changed. The page now shows how things stand.";

/** What is not the same any more when other code of a trader runs; one such thing goes on at a time for each trader. */
export function changedByReturn(traderId: string): Changes {
  return {
    shown: [keys.trader(traderId), ["incident"]],
    elsewhere: [keys.traders],
    key: ["return", traderId],
  };
}

/** Brings the code of a version back, for a reason, from the dialog that `onClose` closes. */
export function useReturn(
  { id, trader_id, version }: Pick<ListedVersion, "id" | "trader_id" | "version">,
  onClose: () => void,
): Acting<string | undefined> {
  return useAction({
    act: (client, reason) => rollBack(client, { trader_id, version_id: id, reason }),
    failed: "Not returned",
    onDone: ({ changed, deployment }) => {
      if (changed) tellDeployment(`Returned to version ${version}`, deployment);
      else toastDone(`The code of version ${version} is the current code already`, UNCHANGED);
      onClose();
    },
    onFailed: inDialog(onClose),
  }, changedByReturn(trader_id));
}
