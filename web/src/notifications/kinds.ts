// The kinds of notifications, as the server names them, in the groups that people choose from.
import type { Tone } from "../ui/badge.tsx";

export const groups = {
  failures: { label: "Failures", kinds: ["incident_detected", "incident_escalated", "incident_recovered"] },
  repairs: { label: "Repairs", kinds: ["fix_proposed", "fix_failed", "fix_held", "fix_resumed"] },
  deployments: { label: "Deployments", kinds: ["fix_deployed", "deployment_failed", "fix_rolled_back"] },
  spending: { label: "Spending", kinds: ["spend_cap_reached", "spend_cap_lifted"] },
  platform: {
    label: "Platform",
    kinds: [
      "systemic_hold",
      "systemic_over",
      "systemic_fault",
      "systemic_fault_over",
      "dead_letters",
      "sweeper_silent",
      "sweeper_back",
    ],
  },
} as const satisfies Record<string, { label: string; kinds: readonly string[] }>;
export type Group = keyof typeof groups;
export const groupIds = Object.keys(groups) as Group[];

const TONES: Record<string, Tone> = {
  incident_detected: "bad",
  incident_escalated: "bad",
  incident_recovered: "good",
  fix_proposed: "accent",
  fix_failed: "bad",
  fix_held: "warn",
  fix_deployed: "good",
  deployment_failed: "bad",
  fix_rolled_back: "warn",
  spend_cap_reached: "warn",
  systemic_hold: "warn",
  systemic_over: "good",
  systemic_fault: "bad",
  systemic_fault_over: "good",
  dead_letters: "bad",
  sweeper_silent: "bad",
  sweeper_back: "good",
};

/** How good or bad what a kind tells is. */
export function toneOf(kind: string): Tone {
  return TONES[kind] ?? "neutral";
}

/** The group of a kind; null for one that this version of the app does not know. */
export function groupOf(kind: string): Group | null {
  return groupIds.find((id) => groups[id].kinds.some((one) => one === kind)) ?? null;
}
