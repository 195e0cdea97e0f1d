// Signing in, and what becomes of a session: by password, link and code, and back to where one wanted to go.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { eventually } from "../support/eventually.ts";
import type { TestUser } from "../support/project.ts";
import { type AppPage, type OpenOptions, startWebApp, type WebApp } from "./app.ts";
import { violationsOf } from "./axe.ts";

let app: WebApp;

Deno.test.beforeAll(async () => {
  app = await startWebApp();
});
Deno.test.afterAll(async () => await app[Symbol.asyncDispose]());

async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel("E-mail", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.keyboard.press("Enter");
}

/** Answers the question of the page that a link leads to. */
async function agree(page: Page, user: TestUser): Promise<void> {
  await heading(page, `Sign in as ${user.email}?`);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function heading(page: Page, name: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

/** Where the page is, without its origin. */
function placeOf(page: Page): string {
  return page.url().slice(app.url.length);
}

/** Asks for a mail on the sign-in page; the link and the code in it. */
async function askForMail(page: Page, user: TestUser): Promise<{ link: string; code: string }> {
  const before = mailsTo(user).length;
  await page.getByRole("button", { name: "E-mail me a link instead" }).click();
  await page.getByLabel("E-mail", { exact: true }).fill(user.email);
  await page.getByRole("button", { name: "E-mail me a link" }).click();
  await page.getByText("A mail is on its way").waitFor();
  const text = await eventually("the mail", () => {
    const mails = mailsTo(user);
    return Promise.resolve(mails.length > before ? mails[0] : undefined);
  });
  return { link: /https?:\S+/.exec(text)?.[0] ?? "", code: /\b\d{6}\b/.exec(text)?.[0] ?? "" };
}

/** Texts of the mails to a user, newest first. */
function mailsTo(user: { email: string }): string[] {
  return app.project.stack.mails().filter(({ to }) => to.includes(user.email)).map(({ text }) => text ?? "");
}

/** What the browser keeps of a session whose token is too old by now. */
async function expiredSession(user: TestUser): Promise<OpenOptions["storage"]> {
  const { data } = await user.client.auth.getSession();
  const session = { ...data.session, expires_at: Math.floor(Date.now() / 1000) - 60 };
  return { "sb-127-auth-token": JSON.stringify(session) };
}

for (const theme of ["light", "dark"] as const) {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
    Deno.test(`the sign-in page is accessible and fits, ${theme}, ${viewport.width} pixels wide`, async () => {
      const user = await app.project.createUser();
      await using opened = await app.open("/sign-in?to=/settings&expired", { theme, viewport });
      const { page } = opened;
      await page.getByText("Your session has ended.").waitFor();
      const check = async (): Promise<void> => {
        assert.deepEqual(await violationsOf(page), []);
        assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
      };
      await check();
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByText("Type your password.").waitFor();
      await check();
      await askForMail(page, user);
      await check();
      assert.deepEqual(opened.errors, []);
    });
  }
}

Deno.test("a wrong password is told, and the right one leads to the page that was wanted", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/settings?from=mail");
  const { page } = opened;
  await heading(page, "Sign in");
  const email = page.getByLabel("E-mail", { exact: true });
  await page.waitForFunction("document.activeElement?.name === 'email'");
  assert.equal(await email.getAttribute("autocomplete"), "username");

  await signIn(page, { email: user.email, password: "not it" });
  await page.getByRole("alert").filter({ hasText: "The e-mail address or the password is wrong." }).waitFor();
  const password = page.getByLabel("Password", { exact: true });
  await page.waitForFunction("document.activeElement?.name === 'password'");
  await page.getByRole("button", { name: "Show password" }).click();
  assert.equal(await password.getAttribute("type"), "text");

  await signIn(page, user);
  await heading(page, "Settings");
  assert.equal(placeOf(page), "/settings?from=mail");
  assert.deepEqual(opened.errors, []);
});

Deno.test("what is missing is told where it is missing, and nothing is sent", async () => {
  await using opened = await app.open("/sign-in");
  const { page } = opened;
  let calls = 0;
  page.on("request", (request) => calls += request.url().includes("/auth/v1/token") ? 1 : 0);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText("Type the e-mail address of your account.").waitFor();
  await page.waitForFunction("document.activeElement?.name === 'email'");
  await page.getByLabel("E-mail", { exact: true }).fill("ada");
  await page.keyboard.press("Enter");
  await page.getByText("This does not look like an e-mail address.").waitFor();
  assert.equal(calls, 0);
  assert.deepEqual(opened.errors, []);
});

Deno.test("who is signed in already goes on, and never to another site", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/sign-in?to=/settings", { user });
  const { page } = opened;
  await heading(page, "Settings");
  for (const to of ["https://evil.example/", "//evil.example", "/\\evil.example", "/.//evil.example"]) {
    await page.goto(`/sign-in?${new URLSearchParams({ to })}`);
    await heading(page, "Traders");
    assert.equal(placeOf(page), "/traders");
  }
  assert.deepEqual(opened.errors, []);
});

Deno.test("a mailed link signs in once, when asked to, leaves no token behind, and leads to the page that was wanted", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/settings?from=mail");
  const { page } = opened;
  const { link } = await askForMail(page, user);
  assert.equal(new URL(link).origin, app.project.stack.apiUrl);

  const mailed = await opened.context.newPage();
  await mailed.goto(link);
  await agree(mailed, user);
  await heading(mailed, "Settings");
  await mailed.waitForURL(/\/settings\?from=mail$/);
  await mailed.getByText(user.email).first().waitFor();
  // The page that waited for it is signed in, too.
  await heading(page, "Settings");
  await mailed.goBack();
  assert.doesNotMatch(mailed.url(), /access_token/);

  await page.getByRole("button", { name: "Sign out" }).click();
  await heading(page, "Sign in");
  await page.goto(link);
  await page.getByRole("alert").filter({ hasText: "This link is used or too old" }).waitFor();
  assert.equal(new URL(page.url()).hash, "");
  assert.deepEqual(await violationsOf(page), []);
  await page.getByLabel("E-mail", { exact: true }).fill(user.email);
  await page.getByRole("button", { name: "E-mail me a link" }).click();
  await page.getByText("A mail is on its way").waitFor();
  assert.equal(await page.getByText("This link is used").count(), 0);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a used link takes nothing from who is signed in", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/settings");
  const { page } = opened;
  const { link } = await askForMail(page, user);
  await page.goto(link);
  await agree(page, user);
  await heading(page, "Settings");
  await page.goto(link);
  await heading(page, "Settings");
  assert.equal(placeOf(page), "/settings");
  assert.deepEqual(opened.errors, []);
});

Deno.test("a link signs nobody in who does not agree, and is not asked about again", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/sign-in");
  const { page } = opened;
  await page.goto((await askFor(user)).link);
  await heading(page, `Sign in as ${user.email}?`);
  assert.equal(placeOf(page), "/sign-in?to=%2Fsettings");
  assert.deepEqual(await page.evaluate("Object.keys(localStorage)"), ["seeded"]);
  await page.getByRole("button", { name: "Do not sign in" }).click();
  await heading(page, "Sign in");
  await page.reload();
  await heading(page, "Sign in");
  assert.deepEqual(await page.evaluate("Object.keys(localStorage)"), ["seeded"]);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a link of another account takes nothing from who is signed in and does not agree", async () => {
  const [ada, eve] = await Promise.all([app.project.createUser(), app.project.createUser()]);
  await using opened = await app.open("/traders", { user: ada });
  const { page } = opened;
  await page.goto((await askFor(eve)).link);
  await heading(page, `Sign in as ${eve.email}?`);
  await page.getByText(`You are signed in as ${ada.email}.`).waitFor();
  await page.getByRole("button", { name: "Stay signed in as I am" }).click();
  await heading(page, "Settings");
  await page.getByText(ada.email).first().waitFor();
  assert.equal(await page.getByText(eve.email).count(), 0);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a link of who is signed in already leads on without a question", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/traders", { user });
  const { page } = opened;
  const asked = heading(page, `Sign in as ${user.email}?`).then(() => "asked", () => "not asked");
  await page.goto((await askFor(user)).link);
  await heading(page, "Settings");
  assert.equal(placeOf(page), "/settings");
  await opened[Symbol.asyncDispose]();
  assert.equal(await asked, "not asked");
});

Deno.test("a session that claims to be another user's is refused, and one's own stays", async () => {
  const [ada, eve] = await Promise.all([app.project.createUser(), app.project.createUser()]);
  await using opened = await app.open("/traders", { user: ada });
  const { page } = opened;
  const { data } = await eve.client.auth.getSession();
  // Eve's session with a token that names somebody else and has expired: the SDK would renew it, and so sign in as Eve.
  const claims = btoa(JSON.stringify({ sub: crypto.randomUUID(), email: "bob@example.com", exp: 1 }));
  const forged = `${data.session?.access_token.split(".")[0]}.${claims.replaceAll("=", "")}.AAAA`;
  const tokens = { access_token: forged, refresh_token: data.session?.refresh_token ?? "" };
  await page.goto(`${app.url}/settings#${new URLSearchParams(tokens)}`);
  await heading(page, "Sign in as bob@example.com?");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await heading(page, "Settings");
  await page.getByText(ada.email).first().waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("a link that brings no session says so, and asks for another mail", async () => {
  await using opened = await app.open("/settings#access_token=a.b.c&refresh_token=d");
  const { page } = opened;
  await page.getByRole("alert").filter({ hasText: "This link did not work." }).waitFor();
  assert.equal(placeOf(page), "/sign-in?to=%2Fsettings");
  assert.deepEqual(opened.errors, []);
});

for (const theme of ["light", "dark"] as const) {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
    Deno.test(`the question of a link is accessible and fits, ${theme}, ${viewport.width} pixels wide`, async () => {
      const [ada, eve] = await Promise.all([app.project.createUser(), app.project.createUser()]);
      await using opened = await app.open("/traders", { theme, viewport, user: ada });
      const { page } = opened;
      await page.goto((await askFor(eve)).link);
      await heading(page, `Sign in as ${eve.email}?`);
      const check = async (): Promise<void> => {
        assert.deepEqual(await violationsOf(page), []);
        assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
      };
      await check();
      await page.route("**/auth/v1/user*", (route) => route.abort());
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByRole("alert").filter({ hasText: "The server cannot be reached." }).waitFor();
      await check();
      await page.unroute("**/auth/v1/user*");
      await agree(page, eve);
      await heading(page, "Settings");
    });
  }
}

Deno.test("the code of a mail signs in, however it is typed", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/settings");
  const { page } = opened;
  const { code } = await askForMail(page, user);
  const field = page.getByLabel("Six-digit code");
  await page.waitForFunction("document.activeElement?.name === 'code'");
  assert.equal(await field.getAttribute("autocomplete"), "one-time-code");

  await field.fill("12345");
  await page.keyboard.press("Enter");
  await page.getByText("Type the six digits").waitFor();
  await field.fill(code === "000000" ? "000001" : "000000");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: "This code is wrong, used or too old." }).waitFor();
  await field.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await page.keyboard.press("Enter");
  await heading(page, "Settings");
  assert.deepEqual(opened.errors, []);
});

Deno.test("an address without an account is answered like any other, and gets no mail", async () => {
  const nobody = { email: `nobody-${crypto.randomUUID()}@example.com` };
  await using opened = await app.open("/sign-in");
  const { page } = opened;
  await page.getByRole("button", { name: "E-mail me a link instead" }).click();
  await page.getByLabel("E-mail", { exact: true }).fill(nobody.email);
  await page.keyboard.press("Enter");
  await page.getByText("A mail is on its way").waitFor();
  assert.deepEqual(mailsTo(nobody), []);
  assert.deepEqual(opened.errors, []);
});

Deno.test("asking too often and a server that is away are told in plain words", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/sign-in");
  const { page } = opened;
  await askForMail(page, user);
  await page.route("**/auth/v1/otp*", (route) =>
    route.fulfill({
      status: 429,
      headers: { "access-control-allow-origin": "*" },
      json: { code: 429, error_code: "over_email_send_rate_limit", msg: "only after 59 seconds" },
    }));
  await page.getByRole("button", { name: "Send another mail" }).click();
  await page.getByRole("alert").filter({ hasText: "Wait a minute before you ask for another one." })
    .waitFor();

  await page.getByRole("button", { name: "Sign in another way" }).click();
  await page.route("**/auth/v1/token*", (route) => route.abort());
  await signIn(page, user);
  await page.getByRole("alert").filter({ hasText: "The server cannot be reached." }).waitFor();
});

Deno.test("a session that cannot be renewed ends, and signing in again leads back", async () => {
  const user = await app.project.createUser();
  const storage = await expiredSession(user) ?? {};
  await user.client.auth.signOut({ scope: "global" });
  await using opened = await app.open("/settings?from=mail", { storage });
  const { page } = opened;
  await page.getByText("Your session has ended. Sign in again to go on where you were.").waitFor();
  await signIn(page, user);
  await heading(page, "Settings");
  assert.equal(placeOf(page), "/settings?from=mail");
  assert.deepEqual(opened.errors, []);
});

Deno.test("a session whose server does not answer is kept, and goes on when it does", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/sign-in");
  const { page } = opened;
  await heading(page, "Sign in");
  await page.evaluate((kept) => Object.assign(localStorage, kept), await expiredSession(user));
  await page.route("**/auth/v1/token*", (route) => route.abort());
  await page.goto("/settings");
  await heading(page, "The server does not answer");
  assert.deepEqual(await violationsOf(page), []);
  await page.unroute("**/auth/v1/token*");
  await page.getByRole("button", { name: "Try again now" }).click();
  await heading(page, "Settings");
});

Deno.test("a session that the server no longer takes ends in the middle of an action, without a loop", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/settings", { user });
  const { page } = opened;
  const control = page.getByRole("switch", { name: "Repair by itself" });
  await control.waitFor();
  await page.route("**/rest/v1/recovery_preferences*", (route) =>
    route.fulfill({
      status: 401,
      headers: { "access-control-allow-origin": "*" },
      json: { code: "PGRST301", message: "JWT expired" },
    }));
  await control.click();
  await page.getByText("Your session has ended. Sign in again to go on where you were.").waitFor();
  await page.unroute("**/rest/v1/recovery_preferences*");
  await signIn(page, user);
  await control.waitFor();
  assert.equal(placeOf(page), "/settings");
  assert.equal(await control.getAttribute("aria-checked"), "true");
  assert.deepEqual(opened.errors, []);
});

Deno.test("signing out in one tab signs the others out", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/settings", { user });
  const other = await opened.openTab("/traders");
  await heading(other, "Traders");
  await opened.page.getByRole("button", { name: "Sign out" }).click();
  await heading(opened.page, "Sign in");
  assert.equal(placeOf(opened.page), "/sign-in");
  await other.getByText("Your session has ended.").waitFor();
  assert.equal(placeOf(other), "/sign-in?to=%2Ftraders&expired");
  assert.deepEqual(opened.errors, []);
});

Deno.test("who cannot sign out because the server is away is told", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/settings", { user });
  const { page } = opened;
  await page.route("**/auth/v1/logout*", (route) => route.abort());
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("You are still signed in").waitFor();
  await page.unroute("**/auth/v1/logout*");
  await page.getByRole("button", { name: "Sign out" }).click();
  await heading(page, "Sign in");
});

/** Holds what the page reads from now on until it is let go. */
async function holdReads({ context }: AppPage): Promise<() => void> {
  const held = Promise.withResolvers<void>();
  await context.route("**/rest/v1/**", async (route) => {
    await held.promise;
    await route.continue();
  });
  return () => held.resolve();
}

Deno.test("the next user sees nothing of the previous one, in any tab", async () => {
  const [ada, ben] = await Promise.all([app.project.createUser(), app.project.createUser()]);
  const { error } = await ada.client.from("recovery_preferences")
    .upsert({ user_id: ada.id, daily_cost_cap_usd: 7.77 });
  assert.equal(error, null);
  await using opened = await app.open("/settings", { user: ada });
  const { page } = opened;
  const limit = page.getByLabel("Daily limit in US dollars");
  await limit.waitFor();
  assert.equal(await limit.inputValue(), "7.77");

  const away = await opened.openTab("/settings");
  const { link } = await askFor(ben);
  const letGo = await holdReads(opened);
  await away.goto(link);
  await agree(away, ben);
  await page.getByText(ben.email).first().waitFor();
  // Ben's own settings are not there yet, and Ada's no longer.
  await limit.waitFor({ state: "detached" });
  letGo();
  await limit.waitFor();
  assert.equal(await limit.inputValue(), "");
});

/** Has a link mailed that leads to the settings. */
async function askFor(user: TestUser): Promise<{ link: string }> {
  await using opened = await app.open("/settings");
  const { link } = await askForMail(opened.page, user);
  return { link };
}
