import type { ReactNode } from "react";
import type { Fix } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { useShortcut } from "../app/page-shortcuts.ts";
import { standingOf } from "../incident/proof.ts";
import { Button } from "../ui/button.tsx";
import { shownHash } from "./editing.ts";
import { useAccept } from "./use-accept.ts";

/** Deploys what is proven at once, and asks first what is not. Its key always asks: one key must not deploy. */
export function AcceptButton(
  { page, fix, onAsk }: { page: IncidentPage; fix: Fix; onAsk: () => void },
): ReactNode {
  const accept = useAccept(page);
  useShortcut("a", "Accept and deploy the repair", accept.isPending ? null : onAsk);
  const press = (): void => {
    if (page.running === null) return;
    if (standingOf(fix) !== "proven") onAsk();
    else accept.mutate({ fix_id: fix.id, code_sha256: shownHash(fix, page.running) });
  };
  return (
    <Button variant="primary" isBusy={accept.isPending} aria-keyshortcuts="a" onClick={press}>
      Accept and deploy
    </Button>
  );
}
