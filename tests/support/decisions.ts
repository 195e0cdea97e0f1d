// What a signed-in user does about a failure, as the app sends it.
import assert from "node:assert/strict";
import type { Deployment } from "../../supabase/functions/_shared/deployment.ts";
import { eventually } from "./eventually.ts";
import type { Project, TestUser } from "./project.ts";
import type { ProposedFix } from "./proposed-fix.ts";

export function accept(
  project: Project,
  user: TestUser,
  fix: Pick<ProposedFix, "id" | "code_sha256">,
  more: Record<string, unknown> = {},
): Promise<Response> {
  const body = { fix_id: fix.id, decision: "accept", code_sha256: fix.code_sha256, ...more };
  return project.call("apply-fix", body, user.headers);
}

/** Accepts it and returns the deployment as it was answered. */
export async function accepted(
  project: Project,
  user: TestUser,
  fix: Pick<ProposedFix, "id" | "code_sha256">,
  more: Record<string, unknown> = {},
): Promise<Deployment> {
  const response = await accept(project, user, fix, more);
  const body = await response.json();
  assert.equal(response.status, 200, JSON.stringify(body));
  return body.deployment;
}

/** Status and code of a refusal. */
export async function refusal(response: Response): Promise<[number, string]> {
  return [response.status, (await response.json()).code];
}

/** The deployment once it is in one of these states. */
export function deploymentIn(
  { admin }: Project,
  id: string,
  ...states: string[]
): Promise<{ status: string; reason: string | null; confirmed_at: string | null }> {
  return eventually(`a deployment that is ${states.join(" or ")}`, async () => {
    const { data } = await admin.from("deployments").select("status, reason, confirmed_at").eq("id", id)
      .single();
    return data !== null && states.includes(data.status) ? data : undefined;
  });
}

/** Makes a pending deployment due, as if its wait and its lease were over, and lets the sweeper ring for it. */
export async function sweepDue({ stack }: Project, id: string): Promise<void> {
  await stack.sql`update public.deployments
    set next_attempt_at = now() - interval '1 minute', lease_until = case when lease_until is not null then now() - interval '1 s' end
    where id = ${id}`;
  await stack.sql`select private.sweep()`;
}
