import type { TraderPage } from "../api/trader-page.ts";
import { stateWords } from "../traders/state-words.ts";

type Deployed = Pick<TraderPage, "state" | "running" | "deployment">;

/** What the trader's state means. A trader that does not fail may still not run what it should. */
export function stateDetail({ state, running, deployment }: Deployed): string {
  const isLate = state === "running" && deployment !== null && deployment.version_id === running?.id &&
    deployment.live_since === null;
  return isLate
    ? "No failure is open, but the executor does not run the current code yet."
    : stateWords(state).detail;
}
