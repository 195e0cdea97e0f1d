// The loop through the functions, on a platform that was there before.
import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { startFakeExecutor } from "../support/fake-executor.ts";
import { startProject } from "../support/project.ts";
import { errorEvent, FILTERS, market } from "../support/traders.ts";
import { script } from "./support.ts";

Deno.test("a filter of a live project that fails is repaired, proven, accepted and reloaded", async () => {
  await using executor = startFakeExecutor();
  await using project = await startProject({ EXECUTOR_URL: executor.url }, {
    beforeMigrations: async (sql): Promise<void> => {
      for (const name of ["default-privileges.sql", "live-project.sql", "live-rows.sql"]) {
        await sql.unsafe(await script(name)).simple();
      }
    },
  });
  const user = await project.createUser();
  const filter = JSON.stringify({ code: FILTERS.missingNilCheck.code, requiredTimeframes: ["5m"] });
  const [trader] = await project.stack.sql<{ id: string; version: number }[]>`
    insert into public.traders (user_id, name, description, filter, strategy, language)
    values (${user.id}, 'Dip hunter', 'Buys dips', to_jsonb(${filter}::text), '{}', 'go')
    returning id, version`;
  assert.ok(trader);

  const event = errorEvent(trader.id, "missingNilCheck", { market_data: market("NEWUSDT", 10) });
  const recorded = await project.callSigned("record-error", event, project.recordErrorSecret);
  assert.equal(recorded.status, 202);
  await recorded.body?.cancel();
  const fix = await eventually("a proposed fix", async () => {
    const { data } = await user.client.from("proposed_fixes").select().eq("trader_id", trader.id)
      .maybeSingle();
    return data?.status === "proposed" ? data : undefined;
  });
  assert.equal(fix.validated, true);

  const accepted = await project.call(
    "apply-fix",
    { fix_id: fix.id, decision: "accept", code_sha256: fix.code_sha256 },
    user.headers,
  );
  assert.equal((await accepted.json()).deployment.status, "deployed");
  assert.deepEqual(executor.reloads.map(({ traderId }) => traderId), [trader.id]);
  const [after] = await project.stack.sql<{ filter: string; version: number }[]>`
    select filter, version from public.traders where id = ${trader.id}`;
  assert.equal(JSON.parse(after?.filter ?? "{}").code, fix.code);
  assert.equal(after?.version, trader.version + 1);
});
