// Operators, and what they are there for: a fault of many traders.
import assert from "node:assert/strict";
import { eventually } from "./eventually.ts";
import type { Project, TestUser } from "./project.ts";
import { createTrader, errorEvent, type FilterName } from "./traders.ts";

/** A user who is an operator, and whose session says so. */
export async function createOperator(project: Project): Promise<TestUser> {
  const user = await project.createUser();
  await project.admin.auth.admin.updateUserById(user.id, { app_metadata: { role: "admin" } });
  const { data, error } = await user.client.auth.refreshSession();
  assert.equal(error, null);
  const token = data.session?.access_token ?? "";
  return { ...user, token, headers: { ...user.headers, Authorization: `Bearer ${token}` } };
}

export interface SystemicFault {
  id: string;
  owners: [TestUser, TestUser];
  traders: string[];
}

/** Twelve traders of two owners fail in the same way at once: a fault of the platform, with a held repair for each. */
export async function causeSystemicFault(
  project: Project,
  filter: FilterName = "endless",
): Promise<SystemicFault> {
  const owners: [TestUser, TestUser] = [await project.createUser(), await project.createUser()];
  const traders = await Promise.all(
    owners.flatMap((owner) => Array.from({ length: 6 }, () => createTrader(project, owner, filter))),
  );
  const events = traders.map((trader) => errorEvent(trader, filter));
  const answer = await project.callSigned("record-error", { events }, project.recordErrorSecret);
  assert.equal(answer.status, 202, await answer.text());
  const id = await eventually("a systemic fault", async () => {
    const { data } = await project.admin.from("trader_incidents").select("systemic_fault_id")
      .eq("trader_id", traders[0] ?? "").single();
    return data?.systemic_fault_id ?? undefined;
  });
  return { id, owners, traders };
}
