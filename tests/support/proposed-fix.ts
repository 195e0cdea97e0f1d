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
  return await eventually("a proposed fix", async () => {
    const { data } = await user.client.from("proposed_fixes").select().eq("trader_id", trader).maybeSingle();
    return data?.status === "proposed" ? data : undefined;
  });
}
