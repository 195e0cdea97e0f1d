// What a failure costs the trader, in words.
import type { IncidentPage } from "../api/incidents.ts";
import { count } from "../words/numbers.ts";

/** So many symbols are kept of an incident. */
const MAX_SYMBOLS = 200;

type Affected = Pick<IncidentPage, "incident" | "trader" | "deployments" | "current">;

/** What the trader does meanwhile, and what may be lost: one sentence. */
export function costSentence(page: Affected): string {
  const { incident, trader } = page;
  const { attribution, component, error_type, status } = incident;
  if (status === "resolved") return resolvedSentence(page);
  if (!trader.enabled) return "The trader is switched off, so nothing is lost right now.";
  if (component === "series") {
    return error_type === "compile"
      ? "The lines of its chart are missing everywhere. Signals come from the filter, which is another part."
      : "The lines of its chart are missing where it fails. Signals come from the filter, which is another part.";
  }
  if (error_type === "compile") {
    return "The trader is stopped: it runs on no symbol, so every signal is missed.";
  }
  return attribution === "code"
    ? "Where it fails, signals are missed. Everywhere else the trader runs."
    : "While it lasts, signals may be missed.";
}

/** What was resolved by hand may go on. What other code resolved is over once the executor runs the code that resolved it, for as long as it does. */
function resolvedSentence({ incident, deployments, current }: Affected): string {
  if (incident.resolved_by_version_id === null && incident.recovered_at === null) {
    return incident.decided_at === null
      ? "Code that does not run any more failed like this."
      : "Resolved by hand. It opens again if it happens again.";
  }
  const its = [...deployments, current].find((one) => one?.version_id === incident.resolved_by_version_id);
  if (its !== undefined && its !== null) {
    const isGivenUp = its.status === "rolled_back" || (its.status === "failed" && its.live_since !== null);
    if (isGivenUp) return "Signals may have been missed while it lasted.";
    if (its.live_since === null) {
      return "Until the new code is live, the executor runs the old one, which goes on failing.";
    }
    if (its.status === "deployed") {
      return "It has not happened since the new code went live. Signals may have been missed before.";
    }
  }
  return "It does not happen any more. Signals may have been missed while it lasted.";
}

/** Which symbols it is about: how many, or the one, and which where there are several. */
export function affectedWords(
  { incident: { error_type, symbols } }: Pick<IncidentPage, "incident">,
): { value: string; names: string | null } {
  if (error_type === "compile") return { value: "All symbols", names: null };
  const [only] = symbols;
  if (only === undefined) return { value: "Not reported", names: null };
  if (symbols.length === 1) return { value: only, names: null };
  const many = symbols.length >= MAX_SYMBOLS ? " or more" : "";
  return { value: `${count(symbols.length)}${many} symbols`, names: symbols.join(", ") };
}
