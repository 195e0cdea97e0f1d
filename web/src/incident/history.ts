import type { Attempt, Fix } from "../api/fixes.ts";
import type { IncidentPage } from "../api/incidents.ts";

export interface PastFix {
  fix: Fix;
  /** The latest first. */
  attempts: Attempt[];
}

/** All repairs of an incident with their attempts, the latest first. */
export function historyOf({ fixes, attempts }: Pick<IncidentPage, "fixes" | "attempts">): PastFix[] {
  return fixes.map((fix) => ({
    fix,
    attempts: attempts.filter(({ fix_id }) => fix_id === fix.id).sort((a, b) => b.attempt - a.attempt),
  }));
}

/** What repairs cost so far, in US dollars. */
export function totalCost(fixes: readonly Pick<Fix, "cost_usd">[]): number {
  return fixes.reduce((sum, { cost_usd }) => sum + cost_usd, 0);
}

/** An address that may be linked to; null for everything that is none of the web. */
export function safeLink(url: string | null): string | null {
  return url !== null && URL.canParse(url) && new URL(url).protocol === "https:" ? url : null;
}
