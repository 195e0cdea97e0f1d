import { toast } from "sonner";
import type { Deployment } from "../../../supabase/functions/_shared/deployment.ts";
import { toastDone } from "../ui/toaster.tsx";
import { outcomeOf } from "./outcome.ts";

/** Tells how a deployment stands that was just made; `what` was done, such as "Accepted". */
export function tellDeployment(what: string, deployment: Deployment): void {
  const { kind, title, detail } = outcomeOf(what, deployment, Date.now());
  if (kind === "done") toastDone(title, detail);
  else toast[kind === "waits" ? "warning" : "error"](title, { description: detail, duration: 12_000 });
}
