import assert from "node:assert/strict";
import type { Tables } from "../../supabase/functions/_shared/database.types.ts";
import { eventually } from "./eventually.ts";
import type { Project, TestUser } from "./project.ts";
import { createTrader, errorEvent, market } from "./traders.ts";

export interface ProposedFix {
  id: string;
  status: string;
  code: string;
  code_sha256: string;
  trader_id: string;
}

/** A trader of this user that failed and has a proven fix. */
export async function proposeFix(project: Project, user: TestUser): Promise<ProposedFix> {
  const trader = await createTrader(project, user, "missingNilCheck");
  const event = errorEvent(trader, "missingNilCheck", { market_data: market("NEWUSDT", 10) });
  await project.callSigned("record-error", event, project.recordErrorSecret);
  const fix = await fixOf(user, trader, ["proposed"]);
  const { code, code_sha256 } = fix;
  assert.ok(code !== null && code_sha256 !== null);
  return { ...fix, code, code_sha256 };
}

/** The one fix of a trader, once it is in one of these states. */
export function fixOf(user: TestUser, trader: string, states: string[]): Promise<Tables<"proposed_fixes">> {
  return eventually(`a fix that is ${states.join(" or ")}`, async () => {
    const { data } = await user.client.from("proposed_fixes").select().eq("trader_id", trader).maybeSingle();
    return data !== null && states.includes(data.status) ? data : undefined;
  });
}
