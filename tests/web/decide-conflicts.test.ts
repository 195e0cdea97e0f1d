// Decisions that something else comes between: another tab, a session that ends, a connection that fails; and an incident's own states.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { TestUser } from "../support/project.ts";
import { button, type Deciding, fixesOf, PROVEN_EDIT, startDeciding, versionsOf, write } from "./deciding.ts";

let stage: Deciding;

Deno.test.beforeAll(async () => {
  stage = await startDeciding();
});
Deno.test.afterAll(async () => await stage[Symbol.asyncDispose]());

Deno.test("of two tabs the later one is told what the other did, and how to go on", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  const other = await opened.openTab(new URL(page.url()).pathname);
  await button(other, "Accept and deploy").waitFor();
  // The question stays open while the other tab decides.
  await other.keyboard.press("a");
  await button(page, "Reject").click();
  await button(page.getByRole("dialog"), "Reject").click();
  await page.getByText("This repair is not offered again.").waitFor();

  await button(other.getByRole("dialog"), "Accept and deploy").click();
  await other.getByText(/It was rejected already, perhaps in another tab/).waitFor();
  await other.getByRole("dialog").waitFor({ state: "detached" });
  await button(other, "Ask again").waitFor();
  assert.equal((await versionsOf(failing)).length, 1);
  assert.deepEqual(opened.errors, []);
});

Deno.test("of two tabs that accept, the second with other code is told that the first was faster", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  const other = await opened.openTab(new URL(page.url()).pathname);
  await button(other, "Accept and deploy").waitFor();
  await other.keyboard.press("a");
  await button(page, "Edit").click();
  await write(page, PROVEN_EDIT);
  await button(page, "Deploy edit").click();
  await page.getByText("Accepted: live, watched").waitFor();

  await button(other.getByRole("dialog"), "Accept and deploy").click();
  await other.getByText(/It was accepted already, with other code, perhaps in another tab/).waitFor();
  await button(other, "Take it back").waitFor();
  assert.deepEqual([stage.reloadsOf(failing), (await versionsOf(failing)).length], [1, 2]);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a question about code that is replaced meanwhile is put away, and nothing is taken back", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Accept and deploy").click();
  await button(page, "Take it back").click();
  const dialog = page.getByRole("dialog", { name: "Take version 2 back?" });
  await dialog.waitFor();
  await failing.user.client.from("traders").update({ filter: { code: "return false" } }).eq(
    "id",
    failing.trader,
  );
  await page.getByText("Other code runs by now").waitFor();
  await dialog.waitFor({ state: "detached" });
  assert.equal((await versionsOf(failing)).at(-1)?.source, "external");
  assert.deepEqual(opened.errors, []);
});

Deno.test("an incident is ignored for a day, reopened and resolved, each with its reason", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Ignore").click();
  const ignore = page.getByRole("dialog", { name: "Ignore this incident?" });
  await ignore.getByLabel("For a day, whatever it does").check();
  await ignore.getByLabel("Reason (optional)").fill("On holiday");
  await button(ignore, "Ignore").click();
  await button(page, "Reopen").waitFor();
  const { data } = await failing.user.client.from("trader_incidents").select(
    "status, ignored_until, decision_reason",
  )
    .eq("id", failing.incident).single();
  assert.deepEqual([data?.status, data?.decision_reason], ["ignored", "On holiday"]);
  assert.ok(Math.abs(Date.parse(data?.ignored_until) - Date.now() - 24 * 3_600_000) < 60_000);

  await button(page, "Reopen").click();
  await button(page.getByRole("dialog"), "Reopen").click();
  await button(page, "Resolve").waitFor();
  await button(page, "Ignore").waitFor();
  await button(page, "Resolve").click();
  await button(page.getByRole("dialog"), "Resolve").click();
  await button(page, "Reopen").waitFor();
  assert.equal(await button(page, "Resolve").count(), 0);
  assert.deepEqual(opened.errors, []);
});

Deno.test("an incident whose fault came back as another one is not reopened, and says why", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Resolve").click();
  await button(page.getByRole("dialog"), "Resolve").click();
  await button(page, "Reopen").click();
  await stage.report(failing);
  await button(page.getByRole("dialog"), "Reopen").click();
  await page.getByText(/The same failure has come back as an incident of its own/).waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("a session that ends in the middle of an edit leads to signing in, and the edit is there afterwards", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  const path = new URL(page.url()).pathname;
  await button(page, "Edit").click();
  await write(page, PROVEN_EDIT);
  await page.route("**/functions/v1/apply-fix", (route) =>
    route.fulfill({
      status: 401,
      headers: { "access-control-allow-origin": "*" },
      json: { code: "not_signed_in", message: "Sign in again" },
    }));
  // Nor can it be renewed.
  await page.route("**/auth/v1/token?grant_type=refresh_token", (route) =>
    route.fulfill({
      status: 400,
      headers: { "access-control-allow-origin": "*" },
      json: { code: "refresh_token_not_found", message: "Invalid Refresh Token" },
    }));
  await button(page, "Deploy edit").click();
  await page.waitForURL(/\/sign-in\?/);
  await page.unrouteAll();
  await signInAgain(page, failing.user);
  await page.goto(path);
  await page.getByText("// Too few candles.").waitFor();
  await button(page, "Deploy edit").click();
  await page.getByText("Accepted: live, watched").waitFor();
  assert.deepEqual(opened.errors, []);
});

/** As the sign-in page would: with a new session, as the one before is over. */
async function signInAgain(page: Page, { client, email, password }: TestUser): Promise<void> {
  const { data } = await client.auth.signInWithPassword({ email, password });
  await page.evaluate(
    (session) => localStorage.setItem("sb-127-auth-token", session),
    JSON.stringify(data.session),
  );
}

Deno.test("a connection that fails keeps the question open with what was typed, and trying again works", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Reject").click();
  const dialog = page.getByRole("dialog", { name: "Reject this repair?" });
  await dialog.getByLabel("Reason (optional)").fill("Too careful");
  await page.route("**/functions/v1/apply-fix", (route) => route.abort());
  await button(dialog, "Reject").click();
  await dialog.getByText(/The server cannot be reached/).waitFor();
  await page.unroute("**/functions/v1/apply-fix");
  await button(dialog, "Reject").click();
  await page.getByText("This repair is not offered again.").waitFor();
  const [fix] = await fixesOf(failing);
  assert.equal(fix?.decision_reason, "Too careful");
});
