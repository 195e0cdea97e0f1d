/** How a change feels to whom it is told: most urgent first. */
export const TONES = ["broken", "ready", "waiting", "neutral", "good"] as const;

export type Tone = (typeof TONES)[number];

export interface KindLook {
  tone: Tone;
  /** The tone in words. */
  label: string;
  /** What the link to it says. */
  action: string;
}

const HAPPENED = "See what happened";

const KINDS = new Map<string, KindLook>(Object.entries({
  incident_detected: { tone: "broken", label: "Failing", action: HAPPENED },
  incident_escalated: { tone: "broken", label: "Failing more", action: HAPPENED },
  incident_recovered: { tone: "good", label: "Recovered", action: HAPPENED },
  fix_proposed: { tone: "ready", label: "Repair ready", action: "Look at the repair" },
  fix_held: { tone: "waiting", label: "On hold", action: "See why it waits" },
  fix_resumed: { tone: "neutral", label: "Repair goes on", action: "Follow the repair" },
  fix_failed: { tone: "broken", label: "Not repaired", action: "See what was tried" },
  fix_deployed: { tone: "good", label: "Running", action: "See the new version" },
  fix_rolled_back: { tone: "broken", label: "Rolled back", action: "See why" },
  deployment_failed: { tone: "broken", label: "Not deployed", action: "See what went wrong" },
  spend_cap_reached: { tone: "waiting", label: "Spending limit reached", action: "See the spending" },
  spend_cap_lifted: { tone: "good", label: "Repairs go on", action: "See the spending" },
  systemic_hold: { tone: "waiting", label: "On hold", action: "See why it waits" },
  systemic_over: { tone: "good", label: "Over", action: HAPPENED },
  systemic_fault: { tone: "broken", label: "Many traders", action: "Look into it" },
  systemic_fault_over: { tone: "good", label: "Over", action: HAPPENED },
  dead_letters: { tone: "broken", label: "Given up", action: "Look into it" },
  sweeper_silent: { tone: "broken", label: "Not running", action: "Look into it" },
  sweeper_back: { tone: "good", label: "Running again", action: HAPPENED },
}));

const UNKNOWN: KindLook = { tone: "neutral", label: "News", action: HAPPENED };

/** How a kind is shown; one that is told of before it is known here is neutral. */
export function lookOf(kind: string): KindLook {
  return KINDS.get(kind) ?? UNKNOWN;
}

/** Smaller is more urgent. */
export function urgencyOf(kind: string): number {
  return TONES.indexOf(lookOf(kind).tone);
}
