// The loop from an error to an accepted fix, through the functions that the Edge Functions call, as service_role.
import type postgres from "postgres";
import { z } from "zod";
import type { Project } from "./support.ts";

const summary = z.tuple([z.object({ answer: z.object({ accepted: z.number(), duplicates: z.number() }) })]);
const fix = z.tuple([z.object({ id: z.uuid(), status: z.string(), incident: z.string() })]);

export async function asService<T>(
  project: Project,
  run: (tx: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  const result = await project.sql.begin(async (tx) => {
    await tx`set local role service_role`;
    return { value: await run(tx) };
  });
  return result.value;
}

/** Reports an error of this trader's running code. */
export async function recordError(
  project: Project,
  trader: string,
  message: string,
): Promise<{ accepted: number; duplicates: number }> {
  const event = { event_id: crypto.randomUUID(), trader_id: trader, error_message: message };
  const rows = await asService(
    project,
    (tx) => tx`select public.record_errors(${tx.json([event])}) as answer`,
  );
  return summary.parse([...rows])[0].answer;
}

/** The only fix of a trader, and how its incident stands. */
export async function fixOf(project: Project, trader: string): Promise<z.infer<typeof fix>[0]> {
  return fix.parse([
    ...await project.sql`
    select f.id, f.status, i.status as incident
    from public.proposed_fixes as f join public.trader_incidents as i on i.id = f.incident_id
    where f.trader_id = ${trader}`,
  ])[0];
}

/** Takes the fix through claim, finish and acceptance by `actor`. */
export async function repair(project: Project, trader: string, code: string, actor: string): Promise<void> {
  const { id } = await fixOf(project, trader);
  const outcome = {
    status: "proposed",
    origin: "rules",
    code,
    validated: true,
    validation: {},
    explanation: "Mended.",
  };
  const [claimed] = await asService(project, (tx) => tx`select public.claim_fix(${id}) is not null as yes`);
  if (claimed?.yes !== true) throw new Error(`The fix ${id} could not be claimed`);
  const [finished] = await asService(
    project,
    (tx) => tx`select public.finish_fix(${id}, 1, ${tx.json(outcome)}) as yes`,
  );
  if (finished?.yes !== true) throw new Error(`The fix ${id} could not be finished`);
  await asService(
    project,
    (tx) =>
      tx`select public.accept_fix(${id}, ${actor}, f.code_sha256) from public.proposed_fixes as f where f.id = ${id}`,
  );
}
