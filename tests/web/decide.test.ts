// What a user does about a repair, in a real browser: accept, reject, ask again, start, take back.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { FILTERS } from "../support/traders.ts";
import { violationsOf } from "./axe.ts";
import { button, type Deciding, fixesOf, PROVEN_EDIT, startDeciding, versionsOf, write } from "./deciding.ts";

let stage: Deciding;

Deno.test.beforeAll(async () => {
  stage = await startDeciding();
});
Deno.test.afterAll(async () => await stage[Symbol.asyncDispose]());

Deno.test("a proven repair is deployed by one click, and the page shows that it is live", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Accept and deploy").click();
  await page.getByText("Accepted: live, watched").waitFor();
  await button(page, "Take it back").waitFor();
  assert.equal(await button(page, "Accept and deploy").count(), 0);
  assert.deepEqual([stage.reloadsOf(failing), (await versionsOf(failing)).at(-1)?.source], [1, "fix"]);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a double click is one deployment", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  await button(opened.page, "Accept and deploy").dblclick();
  await button(opened.page, "Take it back").waitFor();
  assert.deepEqual([stage.reloadsOf(failing), (await versionsOf(failing)).length], [1, 2]);
  assert.deepEqual(opened.errors, []);
});

Deno.test("one key does not deploy: it asks, Escape leaves all as it was, and the answer deploys", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Accept and deploy").waitFor();
  await page.keyboard.press("a");
  const dialog = page.getByRole("dialog", { name: "Deploy this repair?" });
  await dialog.getByText(/^Proven: /).waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.equal((await versionsOf(failing)).length, 1);

  await page.keyboard.press("a");
  await button(dialog, "Accept and deploy").press("Enter");
  await page.getByText("Accepted: live, watched").waitFor();
  assert.equal((await versionsOf(failing)).length, 2);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a repair that has just come under the pointer is asked about first", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Accept and deploy").waitFor();
  const now = Date.now();
  await page.clock.setFixedTime(now);
  await stage.app.project.stack
    .sql`update public.proposed_fixes set code = ${PROVEN_EDIT} where id = ${failing.fix}`;
  await page.getByLabel("Proposed code").getByText("// Too few candles.").waitFor();
  await button(page, "Accept and deploy").click();
  const dialog = page.getByRole("dialog", { name: "Deploy this repair?" });
  await dialog.waitFor();
  assert.equal((await versionsOf(failing)).length, 1);
  await page.keyboard.press("Escape");
  await page.clock.setFixedTime(now + 2_000);
  await button(page, "Accept and deploy").click();
  await page.getByText("Accepted: live, watched").waitFor();
  assert.deepEqual((await versionsOf(failing)).at(-1), { source: "fix", code: PROVEN_EDIT });
  assert.deepEqual(opened.errors, []);
});

Deno.test("a proven repair that changes verdicts says how many, and is asked about first", async () => {
  const failing = await stage.proposed();
  await stage.app.project.stack.sql`update public.proposed_fixes
    set validation = validation || '{"healthy": {"inputs": 20, "equal": 18, "changed": []}}' where id = ${failing.fix}`;
  await using opened = await stage.open(failing);
  const { page } = opened;
  await page.getByText("Proven, with changed verdicts").waitFor();
  await button(page, "Accept and deploy").click();
  const dialog = page.getByRole("dialog", { name: "Deploy this repair?" });
  await dialog.getByText(/18 of 20 results stayed the same, 2 changed/).waitFor();
  assert.equal((await versionsOf(failing)).length, 1);
  await button(dialog, "Accept and deploy").click();
  await page.getByText("Accepted: live, watched").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("a repair without a proof says why, and is deployed only with the tick", async () => {
  const failing = await stage.unproven();
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Accept and deploy").click();
  const dialog = page.getByRole("dialog", { name: "This repair is not proven" });
  await dialog.getByText("It fails on OLDUSDT, where the code worked before.").waitFor();
  assert.equal(await button(dialog, "Accept and deploy").isDisabled(), true);
  assert.equal((await versionsOf(failing)).length, 1);
  await dialog.getByLabel("Deploy it although it is not proven").check();
  await button(dialog, "Accept and deploy").click();
  await page.getByText("Accepted: live, watched").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("what the executor is away for is saved, and goes live when it is tried again", async () => {
  const failing = await stage.proposed();
  stage.executor.script.push(() => new Response("oops", { status: 502 }));
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Accept and deploy").click();
  await page.getByText("Accepted: saved, not live yet").waitFor();
  await button(page, "Try to deploy again").click();
  await page.getByText("Tried again: live, watched").waitFor();
  await button(page, "Try to deploy again").waitFor({ state: "detached" });
  assert.deepEqual([stage.reloadsOf(failing), (await versionsOf(failing)).length], [2, 2]);
  assert.deepEqual(opened.errors, []);
});

Deno.test("what the executor refuses is told in its words, and can be tried again", async () => {
  const failing = await stage.proposed();
  stage.executor.script.push(() =>
    Response.json({ error: "validation failed: 1:1: nonsense" }, { status: 400 })
  );
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Accept and deploy").click();
  await page.getByText("Accepted: not deployed").waitFor();
  await page.getByText(/validation failed: 1:1: nonsense/).first().waitFor();
  await button(page, "Try to deploy again").click();
  await page.getByText("Tried again: live, watched").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("a repair is rejected with a reason, and another one asked for with a hint", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Accept and deploy").waitFor();
  await page.keyboard.press("r");
  const reject = page.getByRole("dialog", { name: "Reject this repair?" });
  await reject.getByLabel("Reason (optional)").fill("Too careful");
  await button(reject, "Reject").click();
  await page.getByText("This repair is not offered again.").waitFor();

  await button(page, "Ask again").click();
  const ask = page.getByRole("dialog", { name: "Ask for another repair" });
  await ask.getByText("1 of 3 used").waitFor();
  await ask.getByText(/that are left of today's/).waitFor();
  await ask.getByLabel("What the repair should heed (optional)").fill("Keep the threshold");
  await button(ask, "Ask again").click();
  await page.getByText("Repair asked for").waitFor();
  const [first, second] = await fixesOf(failing);
  assert.deepEqual([first?.status, first?.decision_reason], ["rejected", "Too careful"]);
  assert.equal(second?.hint, "Keep the threshold");
  assert.deepEqual(opened.errors, []);
});

Deno.test("a repair is rejected and another one asked for in one go", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Reject").click();
  const dialog = page.getByRole("dialog", { name: "Reject this repair?" });
  await dialog.getByLabel("Ask for another repair right away").check();
  await dialog.getByLabel("What the next repair should heed (optional)").fill("Shorter");
  await button(dialog, "Reject and ask again").click();
  await page.getByText("Another repair is on its way.").waitFor();
  const [first, second] = await fixesOf(failing);
  assert.deepEqual([first?.status, second?.hint], ["rejected", "Shorter"]);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a repair that waits for its owner's word is started", async () => {
  const user = await stage.app.project.createUser();
  await stage.app.project.stack
    .sql`insert into public.recovery_preferences (user_id, auto_regenerate) values (${user.id}, false)`;
  await using opened = await stage.open(await stage.fails(user, ["held"]));
  const { page } = opened;
  await button(page, "Start repair").click();
  await button(page.getByRole("dialog", { name: "Ask for a repair" }), "Start repair").click();
  await button(page, "Accept and deploy").waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("used-up attempts are said, and nothing is asked for that would be refused", async () => {
  const failing = await stage.proposed();
  await stage.app.project.stack
    .sql`update public.proposed_fixes set status = 'rejected', decided_at = now(), attempt = 3 where id = ${failing.fix}`;
  await stage.app.project.stack.sql`insert into public.fix_attempts
    select (jsonb_populate_record(a, jsonb_build_object('attempt', n, 'status', 'running', 'ended_at', null))).* from public.fix_attempts as a, generate_series(2, 3) as n where a.fix_id = ${failing.fix}`;
  await using opened = await stage.open(failing);
  await opened.page.getByText("All 3 attempts are used.").waitFor();
  assert.equal(await button(opened.page, "Ask again").count(), 0);
});

Deno.test("what is live is taken back with a reason, and the version before runs again", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Accept and deploy").click();
  await button(page, "Take it back").click();
  const dialog = page.getByRole("dialog", { name: "Take version 2 back?" });
  await dialog.getByText(/runs version 1 again/).waitFor();
  await dialog.getByText(/^It failed when it ran\./).waitFor();
  await dialog.getByLabel("Reason (optional)").fill("I liked it better");
  await button(dialog, "Take it back").click();
  await page.getByText("Taken back: live, watched").waitFor();
  await button(page, "Take it back").waitFor({ state: "detached" });
  const versions = await versionsOf(failing);
  assert.deepEqual(versions.map(({ source }) => source), ["original", "fix", "rollback"]);
  assert.equal(versions.at(-1)?.code, FILTERS.missingNilCheck.code);
  assert.deepEqual(opened.errors, []);
});

for (const theme of ["light", "dark"] as const) {
  Deno.test(`every question and the editor are accessible, ${theme}, and fit a phone`, async () => {
    const failing = await stage.unproven();
    await using wide = await stage.open(failing, { theme });
    await assertAccessible(wide.page);
    await using phone = await stage.open(failing, { theme, viewport: { width: 360, height: 740 } });
    await assertAccessible(phone.page);
    await assertFits(phone.page);
    assert.deepEqual([...wide.errors, ...phone.errors], []);
  });
}

async function assertAccessible(page: Page): Promise<void> {
  for (const name of ["Accept and deploy", "Reject", "Resolve", "Ignore"]) {
    await button(page, name).click();
    const dialog = page.getByRole("dialog");
    if (name === "Reject") {
      await dialog.getByLabel("Ask for another repair right away").check();
      await dialog.getByText(/that are left of today's/).waitFor();
    }
    assert.deepEqual(await violationsOf(page), [], name);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  }
  await button(page, "Edit").click();
  await write(page, "x := 1\nreturn y");
  await page.getByText(/It does not compile/).waitFor();
  assert.deepEqual(await violationsOf(page), [], "Editor");
}

async function assertFits(page: Page): Promise<void> {
  assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
}
