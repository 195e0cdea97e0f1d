// A user's own version of a repair, in a real browser: checked as it is written, kept, tested, deployed.
import assert from "node:assert/strict";
import {
  button,
  type Deciding,
  PROVEN_EDIT,
  startDeciding,
  UNPROVEN_EDIT,
  versionsOf,
  write,
} from "./deciding.ts";

let stage: Deciding;

Deno.test.beforeAll(async () => {
  stage = await startDeciding();
});
Deno.test.afterAll(async () => await stage[Symbol.asyncDispose]());

Deno.test("an edit that does not compile says so at its line as it is written, and is deployed when it does", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Edit").click();
  await page.getByText("It compiles").waitFor();
  await write(page, "x := 1\nreturn y > x");
  await page.getByText("It does not compile: 1 error").waitFor();
  const problems = page.getByRole("list", { name: "Problems" });
  assert.equal(await button(page, "Deploy edit").isDisabled(), true);
  await button(problems, "Line 2").click();
  await page.keyboard.insertText("x");
  await page.getByText("It does not compile: 1 error").waitFor();
  await write(page, PROVEN_EDIT);
  await page.getByText("It compiles").waitFor();
  await problems.waitFor({ state: "detached" });
  await button(page, "Deploy edit").click();
  await page.getByText("Accepted: live, watched").waitFor();
  await page.getByRole("region", { name: "Editor" }).waitFor({ state: "detached" });
  const last = (await versionsOf(failing)).at(-1);
  assert.deepEqual(last, { source: "edit", code: PROVEN_EDIT });
  assert.deepEqual(opened.errors, []);
});

Deno.test("an edit that is not proven says why, and is deployed only with the tick", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Edit").click();
  await write(page, UNPROVEN_EDIT);
  await button(page, "Deploy edit").click();
  const dialog = page.getByRole("dialog", { name: "Your edit is not proven" });
  await dialog.getByText(/NEWUSDT/).waitFor();
  assert.equal((await versionsOf(failing)).length, 1);
  await button(dialog, "Cancel").click();
  await dialog.waitFor({ state: "detached" });
  await button(page, "Deploy edit").click();
  await dialog.getByLabel("Deploy it although it is not proven").check();
  await button(dialog, "Deploy edit").click();
  await page.getByText("Accepted: live, watched").waitFor();
  assert.deepEqual((await versionsOf(failing)).at(-1), { source: "edit", code: UNPROVEN_EDIT });
  assert.deepEqual(opened.errors, []);
});

Deno.test("an edit survives a reload, which asks first, and is discarded only when asked", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Accept and deploy").waitFor();
  await page.keyboard.press("e");
  await write(page, PROVEN_EDIT);
  await page.getByText("It compiles").waitFor();
  const asked: string[] = [];
  page.once("dialog", (dialog) => {
    asked.push(dialog.type());
    dialog.accept();
  });
  await page.reload();
  assert.deepEqual(asked, ["beforeunload"]);
  await page.getByText("// Too few candles.").waitFor();
  await button(page, "Discard").click();
  const dialog = page.getByRole("dialog", { name: "Discard your changes?" });
  await button(dialog, "Cancel").click();
  await page.getByText("// Too few candles.").waitFor();
  await button(page, "Discard").click();
  await button(dialog, "Discard").click();
  await page.getByRole("region", { name: "Editor" }).waitFor({ state: "detached" });
  await page.reload();
  await button(page, "Accept and deploy").waitFor();
  assert.equal(await page.getByRole("region", { name: "Editor" }).count(), 0);
  assert.deepEqual(opened.errors, []);
});

Deno.test("an edit of a repair that went on meanwhile is deployed only once its owner has said so", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Edit").click();
  await write(page, PROVEN_EDIT);
  await page.getByText("It compiles").waitFor();
  await stage.app.project.stack
    .sql`update public.proposed_fixes set code = 'return false' where id = ${failing.fix}`;
  await page.getByText(/The repair has changed since you began to edit it/).waitFor();
  assert.equal(await button(page, "Deploy edit").isDisabled(), true);
  await button(page, "Go on with my edit").click();
  await button(page, "Deploy edit").click();
  await page.getByText("Accepted: live, watched").waitFor();
  assert.deepEqual((await versionsOf(failing)).at(-1), { source: "edit", code: PROVEN_EDIT });
  assert.deepEqual(opened.errors, []);
});

Deno.test("an edit is not sent as one of code that the page has not shown", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Edit").click();
  await write(page, PROVEN_EDIT);
  await page.getByText("It compiles").waitFor();
  await page.route("**/rpc/incident_page", (route) => route.abort());
  await stage.app.project.stack
    .sql`update public.proposed_fixes set code = 'return false' where id = ${failing.fix}`;
  await button(page, "Deploy edit").click();
  await page.getByText(/The proposed code has changed since this page showed it/).waitFor();
  assert.equal((await versionsOf(failing)).length, 1);
});

Deno.test("an edit outlives the repair that it is of, and can be copied", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page, context } = opened;
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await button(page, "Edit").click();
  await write(page, PROVEN_EDIT);
  await failing.user.client.from("traders").update({ filter: { code: "return false" } }).eq(
    "id",
    failing.trader,
  );
  await page.getByText(/This repair can no longer be decided on/).waitFor();
  assert.equal(await button(page, "Deploy edit").isDisabled(), true);
  await button(page, "Copy your code").click();
  await button(page, "Copied your code").waitFor();
  assert.equal(await page.evaluate("navigator.clipboard.readText()"), PROVEN_EDIT);
  assert.deepEqual(opened.errors, []);
});

Deno.test("series code is edited beside the filter, and sent only where it was changed", async () => {
  const seriesCode = `return map[string]interface{}{"close": data.Ticker.LastPrice}`;
  const failing = await stage.fails(await stage.app.project.createUser(), ["proposed"], { seriesCode });
  await using opened = await stage.open(failing);
  const { page } = opened;
  await button(page, "Edit").click();
  await page.getByText("It compiles").waitFor();
  await button(page, "Series code").click();
  await write(page, "return nothing", /^Series code/);
  await button(page.getByRole("list", { name: "Problems" }), "Series, line 1").waitFor();
  await write(page, seriesCode.replace("close", "price"), /^Series code/);
  await page.getByText("It compiles").waitFor();
  await button(page, "Deploy edit").click();
  await page.getByText("Accepted: live, watched").waitFor();
  const { data } = await failing.user.client.from("traders").select("filter").eq("id", failing.trader)
    .single();
  assert.match(data?.filter.seriesCode, /"price"/);
  assert.match(data?.filter.code, /rsi == nil/);
  assert.deepEqual(opened.errors, []);
});

Deno.test("the checker is loaded when the editor is opened, and not before", async () => {
  await using opened = await stage.open(await stage.proposed());
  const { page } = opened;
  await button(page, "Test on market data").waitFor();
  const loaded: string[] = [];
  page.context().on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await page.reload();
  await button(page, "Test on market data").waitFor();
  const isChecker = (path: string): boolean => path.startsWith("/assets/worker-");
  assert.equal(loaded.filter(isChecker).length, 0);
  await button(page, "Edit").click();
  await page.getByText("It compiles").waitFor();
  assert.equal(loaded.filter(isChecker).length, 1);
});

Deno.test("where code cannot be checked in the browser it is when it is deployed, and the server's word is shown at its line", async () => {
  const failing = await stage.proposed();
  await using opened = await stage.open(failing);
  const { page, context } = opened;
  await context.route("**/assets/worker-*.js", (route) => route.abort());
  await button(page, "Edit").click();
  await page.getByText(/It cannot be checked in this browser right now/).waitFor();
  await write(page, "x := 1\nreturn y > x");
  await page.getByText(/It cannot be checked in this browser right now/).waitFor();
  await button(page, "Deploy edit").click();
  await button(page.getByRole("list", { name: "Problems" }), "Line 2").waitFor();
  assert.equal((await versionsOf(failing)).length, 1);
  await write(page, PROVEN_EDIT);
  await page.getByRole("list", { name: "Problems" }).waitFor({ state: "detached" });
  await button(page, "Deploy edit").click();
  await page.getByText("Accepted: live, watched").waitFor();
});
