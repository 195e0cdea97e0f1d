import type { Deployment } from "../../../supabase/functions/_shared/deployment.ts";
import { deploymentWords } from "../words/deployments.ts";

export interface DeploymentStep {
  state: "done" | "now" | "next" | "bad";
  label: string;
  /** When it was, or will be; an ISO time. */
  at: string | null;
  detail?: string;
}

/** The way of a version: saved, live, watched, verified, or where that ended. */
export function deploymentSteps(deployment: Deployment): DeploymentStep[] {
  const { status, live_since, confirmed_at, created_at, attempts } = deployment;
  const { label, detail, until } = deploymentWords(deployment);
  const saved: DeploymentStep = {
    state: "done",
    label: `Version ${deployment.version} saved`,
    at: created_at,
  };
  const live: DeploymentStep = {
    state: "done",
    label: confirmed_at === null ? "Live, not confirmed by the executor" : "Live, confirmed by the executor",
    at: live_since,
  };
  const wentLive = live_since === null ? [] : [live];
  switch (status) {
    case "pending": {
      const tries = attempts > 1 ? ` Tried ${attempts} times so far.` : "";
      return [
        saved,
        { state: "now", label, at: until, detail: `${until === null ? detail : `${detail}.`}${tries}` },
        { state: "next", label: "Watched", at: null },
        { state: "next", label: "Verified", at: null },
      ];
    }
    case "deployed":
      return [
        saved,
        live,
        { state: "now", label: "Watched; ends", at: until, detail: watchWords(deployment) },
        { state: "next", label: "Verified", at: null },
      ];
    case "verified":
      return [saved, ...wentLive, { state: "done", label, at: null, detail }];
    case "rolled_back":
    case "failed":
      return [saved, ...wentLive, { state: "bad", label, at: null, detail }];
  }
}

function watchWords({ is_automatic }: Deployment): string {
  return is_automatic
    ? "It is what was returned to, so it is not taken back."
    : "If it fails until then, the last healthy version comes back by itself, if your settings allow it.";
}
