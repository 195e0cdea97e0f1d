import { type ReactNode, useState } from "react";
import type { Fix } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";
import { useShortcut } from "../app/page-shortcuts.ts";
import { Button } from "../ui/button.tsx";
import { asksFirst } from "./asks-first.ts";
import { shownHash } from "./editing.ts";
import { useAccept } from "./use-accept.ts";

/**
 * Deploys what is proven at once, and asks first what is not. Its key always asks: one key must not deploy. `isNew`: it has come later than
 * the page, so that it may be pressed by who meant something else.
 */
export function AcceptButton(
  { page, fix, isNew, onAsk }: { page: IncidentPage; fix: Fix; isNew: boolean; onAsk: () => void },
): ReactNode {
  const [appearedAt] = useState(() => isNew ? Date.now() : null);
  const accept = useAccept(page);
  useShortcut("a", "Accept and deploy the repair", accept.isPending ? null : onAsk);
  const press = (): void => {
    if (page.running === null) return;
    if (asksFirst(fix, appearedAt, Date.now())) onAsk();
    else accept.start({ fix_id: fix.id, code_sha256: shownHash(fix, page.running) });
  };
  return (
    <Button variant="primary" isBusy={accept.isPending} aria-keyshortcuts="a" onClick={press}>
      Accept and deploy
    </Button>
  );
}
