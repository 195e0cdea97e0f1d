// The whole loop on a platform that was there before: an error, its incident, notification and fix, and the acceptance.
import assert from "node:assert/strict";
import { openProject, type Project, traderId, userId } from "./support.ts";
import { fixOf, recordError, repair } from "./recovery.ts";

const MESSAGE = "reflect: slice index out of range";

let project: Project;
Deno.test.beforeAll(async () => {
  project = await openProject({ live: true });
  await project.push();
});
Deno.test.afterAll(() => project[Symbol.asyncDispose]());

async function accepted(
  n: number,
  actor: string,
): Promise<{ before: unknown; after: unknown; version: number }> {
  const id = traderId(n);
  assert.equal((await recordError(project, id, MESSAGE)).accepted, 1);
  const [before] = await project.sql`select filter, version from public.traders where id = ${id}`;
  await repair(project, id, "return true", actor);
  const [after] = await project.sql`select filter, version, error_count from public.traders where id = ${id}`;
  assert.equal(Number(after?.error_count), 0);
  return { before: before?.filter, after: after?.filter, version: after?.version - before?.version };
}

async function told(n: number): Promise<string[]> {
  const rows = await project.sql`
    select distinct user_id from public.notifications where trader_id = ${
    traderId(n)
  } and kind = 'incident_detected'`;
  return rows.map(({ user_id }) => user_id);
}

Deno.test("an error opens an incident, tells the owner and queues a fix", async () => {
  // Trader 32 is of user 14, its filter an object.
  await recordError(project, traderId(32), MESSAGE);
  const { status, incident } = await fixOf(project, traderId(32));
  assert.deepEqual([status, incident, await told(32)], ["queued", "open", [userId(14)]]);
});

Deno.test("an accepted fix becomes the code of a filter stored as an object, by one step of the project's version", async () => {
  const { before, after, version } = await accepted(34, userId(34 % 19 + 1));
  assert.ok(typeof before === "object");
  assert.deepEqual(after, { ...before, code: "return true" });
  assert.equal(version, 1);
  assert.equal((await fixOf(project, traderId(34))).incident, "resolved");
});

Deno.test("an accepted fix becomes the code of a double-encoded filter, which stays double-encoded", async () => {
  const { before, after, version } = await accepted(33, userId(33 % 19 + 1));
  assert.ok(typeof before === "string" && typeof after === "string");
  assert.deepEqual(JSON.parse(after), { ...JSON.parse(before), code: "return true" });
  assert.equal(version, 1);
});

Deno.test("a built-in trader is looked after by the operator that user_profiles names", async () => {
  const { version } = await accepted(50, userId(20));
  assert.deepEqual(await told(50), [userId(20)]);
  assert.equal(version, 1);
});

Deno.test("a trader of a user that is gone is looked after by the operator", async () => {
  await recordError(project, traderId(41), MESSAGE);
  assert.deepEqual(await told(41), [userId(20)]);
});

Deno.test("a JavaScript trader's error is told but gets no fix", async () => {
  await recordError(project, traderId(28), "TypeError: x is undefined");
  const fixes = await project.sql`select from public.proposed_fixes where trader_id = ${traderId(28)}`;
  assert.deepEqual([fixes.length, await told(28)], [0, [userId(28 % 19 + 1)]]);
});
