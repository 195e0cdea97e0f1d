import type { IncidentPage } from "../api/incidents.ts";
import { keys } from "../api/keys.ts";
import { type Acting, type Action, useAction } from "../app/use-action.ts";

/** Something a user does about an incident. */
export function useIncidentAction<Input, Output>(
  { incident, trader }: Pick<IncidentPage, "incident" | "trader">,
  action: Action<Input, Output>,
): Acting<Input> {
  return useAction(action, {
    shown: [keys.incident(incident.id)],
    elsewhere: [keys.trader(trader.id), keys.traders, keys.spend],
  });
}
