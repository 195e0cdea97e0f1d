// What to tell of a deployment right after the user's word.
import type { Deployment } from "../../../supabase/functions/_shared/deployment.ts";
import { deploymentWords } from "../words/deployments.ts";
import { ago } from "../words/time.ts";

export interface Outcome {
  kind: "done" | "waits" | "failed";
  title: string;
  detail: string;
}

/** `what` was done, such as "Accepted"; `now` in milliseconds. */
export function outcomeOf(what: string, deployment: Deployment, now: number): Outcome {
  const { label, detail, until } = deploymentWords(deployment);
  const { status, next } = deployment;
  const isWaiting = status === "pending" && next === "retry";
  return {
    kind: status === "failed" ? "failed" : isWaiting ? "waits" : "done",
    title: isWaiting ? `${what}: saved, not live yet` : `${what}: ${label.toLowerCase()}`,
    detail: until === null ? detail : `${detail} ${ago(until, now)}.`,
  };
}
