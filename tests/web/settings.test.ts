// What a user may set: each control is saved, what is refused is explained, and mail can be stopped without signing in.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { signUnsubscribe } from "../../supabase/functions/_shared/unsubscribe-token.ts";
import { eventually } from "../support/eventually.ts";
import type { TestUser } from "../support/project.ts";
import { createTrader, errorEvent } from "../support/traders.ts";
import { startWebApp, type WebApp } from "./app.ts";
import { violationsOf } from "./axe.ts";

let app: WebApp;

Deno.test.beforeAll(async () => {
  app = await startWebApp();
});
Deno.test.afterAll(async () => await app[Symbol.asyncDispose]());

type Table = "notification_preferences" | "recovery_preferences";

async function rowOf(user: TestUser, table: Table): Promise<Record<string, unknown> | null> {
  const { data, error } = await user.client.from(table).select().eq("user_id", user.id).maybeSingle();
  assert.equal(error, null);
  return data;
}

async function set(user: TestUser, table: Table, values: Record<string, unknown>): Promise<void> {
  const { error } = await user.client.from(table).upsert({ user_id: user.id, ...values });
  assert.equal(error, null);
}

/** Waits until a row has these values. */
async function saved(user: TestUser, table: Table, values: Record<string, unknown>): Promise<void> {
  await eventually(`${table} to be ${JSON.stringify(values)}`, async () => {
    const row = await rowOf(user, table);
    return row !== null && Object.entries(values).every(([name, value]) => row[name] === value) || undefined;
  });
}

async function isOn(control: Locator): Promise<boolean> {
  return await control.getAttribute("aria-checked") === "true";
}

for (const theme of ["light", "dark"] as const) {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
    Deno.test(`the settings are accessible and fit, ${theme}, ${viewport.width} pixels wide`, async () => {
      const user = await app.project.createUser();
      await set(user, "notification_preferences", {
        in_app: false,
        email: false,
        email_frequency: "daily",
        time_zone: "America/Argentina/ComodRivadavia",
      });
      const { error } = await app.project.admin.from("undeliverable_addresses")
        .insert({ user_id: user.id, email: user.email, reason: "bounced" });
      assert.equal(error, null);
      await using opened = await app.open("/settings", { user, theme, viewport });
      const { page } = opened;
      await page.getByText(`Mail to ${user.email} came back for good`).waitFor();
      await page.getByText("Nobody tells you when a trader fails").waitFor();
      await page.getByLabel("Daily limit in US dollars").fill("-1");
      await page.keyboard.press("Enter");
      await page.getByText("A limit cannot be less than $0.").waitFor();
      assert.deepEqual(await violationsOf(page), []);
      assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
      assert.deepEqual(opened.errors, []);
    });
  }
}

Deno.test("each way of being told is saved, and still chosen after a reload", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/settings", { user });
  const { page } = opened;
  const inApp = page.getByRole("switch", { name: "In the app" });
  const often = page.getByLabel("How often to mail");
  await inApp.waitFor();
  assert.equal(await page.getByLabel("Hour of the daily mail").count(), 0);

  await often.selectOption({ label: "Daily" });
  await page.getByLabel("Hour of the daily mail").selectOption("21");
  await inApp.click();
  await page.getByText("You are no longer told in the app").waitFor();
  await saved(user, "notification_preferences", {
    in_app: false,
    email: true,
    email_frequency: "daily",
    digest_hour: 21,
  });

  await page.reload();
  await inApp.waitFor();
  assert.equal(await isOn(inApp), false);
  assert.equal(await often.inputValue(), "daily");
  assert.equal(await page.getByLabel("Hour of the daily mail").inputValue(), "21");

  await page.getByRole("switch", { name: "By e-mail" }).click();
  await saved(user, "notification_preferences", { email: false });
  assert.ok(await often.isDisabled());
  assert.deepEqual(opened.errors, []);
});

Deno.test("what may be done and spent is saved, and today's spend is shown against it", async () => {
  const user = await app.project.createUser();
  await app.project.stack.sql`
    insert into public.daily_spend (user_id, day, spent_usd, reserved_usd, calls)
    values (${user.id}, (now() at time zone 'UTC')::date, 1.2, 0.3, 2)`;
  await using opened = await app.open("/settings", { user });
  const { page } = opened;
  const meter = page.getByRole("meter", { name: "Spent today" });
  await meter.waitFor();
  assert.equal(await meter.getAttribute("aria-valuenow"), "1.5");
  assert.equal(await meter.getAttribute("aria-valuemax"), "10");

  await page.getByRole("switch", { name: "Repair by itself" }).click();
  await page.getByRole("switch", { name: "Take back what fails" }).click();
  await saved(user, "recovery_preferences", { auto_regenerate: false, auto_rollback: false });
  const limit = page.getByLabel("Daily limit in US dollars");
  await limit.fill("$ 2,50");
  await page.getByRole("button", { name: "Save limit" }).click();
  await page.getByText("Your daily limit is").waitFor();
  await page.getByText("US$1.50 of US$2.50 used today").waitFor();
  assert.equal(await limit.inputValue(), "2.5");

  await page.reload();
  await limit.waitFor();
  assert.equal(await limit.inputValue(), "2.5");
  assert.equal(await isOn(page.getByRole("switch", { name: "Repair by itself" })), false);
  assert.equal(await isOn(page.getByRole("switch", { name: "Take back what fails" })), false);

  await limit.fill("");
  await page.keyboard.press("Enter");
  await page.getByText("The platform's default is your limit").waitFor();
  await saved(user, "recovery_preferences", { daily_cost_cap_usd: null });
  assert.deepEqual(opened.errors, []);
});

Deno.test("a limit that the server refuses is explained at the field, and nothing is saved", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/settings", { user });
  const { page } = opened;
  const limit = page.getByLabel("Daily limit in US dollars");
  await limit.fill("5000");
  await page.keyboard.press("Enter");
  await page.getByText("The most that the platform allows is US$50.00 a day.").waitFor();
  assert.equal(await limit.getAttribute("aria-invalid"), "true");
  assert.equal(await limit.inputValue(), "5000");
  assert.equal(await rowOf(user, "recovery_preferences"), null);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a setting that cannot be saved is taken back and told", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/settings", { user });
  const { page } = opened;
  const control = (checked: boolean): Locator => page.getByRole("switch", { name: "By e-mail", checked });
  await control(true).waitFor();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  await page.route("**/rest/v1/notification_preferences*", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    ask();
    await answered;
    await route.fulfill({
      status: 503,
      headers: { "access-control-allow-origin": "*" },
      json: { code: "PGRST001", message: "Database connection lost" },
    });
  });
  await control(true).click();
  await asked;
  await control(false).waitFor();
  answer();
  await page.getByText("The setting was not saved").waitFor();
  await control(true).waitFor();
  assert.equal(await rowOf(user, "notification_preferences"), null);
  assert.deepEqual(opened.errors, []);
});

/** The exact time of the first notification, as it is shown and as it is. */
async function shownTime(page: Page): Promise<{ shown: string | null; at: string }> {
  await page.goto("/notifications");
  const time = page.getByRole("main").locator("time[title]").first();
  await time.waitFor();
  return { shown: await time.getAttribute("title"), at: await time.getAttribute("datetime") ?? "" };
}

function asIn(timeZone: string, at: string): string {
  const style = { dateStyle: "medium", timeStyle: "medium" } as const;
  return new Intl.DateTimeFormat("en-GB", { ...style, timeZone }).format(new Date(at));
}

Deno.test("the time zone that is chosen changes the times that are shown", async () => {
  const user = await app.project.createUser();
  const trader = await createTrader(app.project, user, "endless");
  await app.project.callSigned(
    "record-error",
    errorEvent(trader, "endless"),
    app.project.recordErrorSecret,
  );
  await using opened = await app.open("/notifications", { user });
  const { page } = opened;
  const before = await shownTime(page);
  assert.equal(before.shown, asIn("UTC", before.at));

  await page.goto("/settings");
  const zone = page.getByRole("combobox", { name: "Time zone" });
  await zone.fill("Atlantis");
  await page.keyboard.press("Enter");
  await page.getByText("There is no time zone of this name.").waitFor();
  await zone.fill("tokyo");
  await page.getByRole("button", { name: "Save time zone" }).click();
  await page.getByText("The app and mails show times in Asia/Tokyo.").waitFor();
  assert.equal(await zone.inputValue(), "Asia/Tokyo");
  await saved(user, "notification_preferences", { time_zone: "Asia/Tokyo" });

  const after = await shownTime(page);
  assert.equal(after.shown, asIn("Asia/Tokyo", after.at));
  await page.goto("/settings");
  await page.getByRole("button", { name: "Use this browser's (UTC)" }).click();
  await saved(user, "notification_preferences", { time_zone: "UTC" });
  assert.deepEqual(opened.errors, []);
});

Deno.test("the theme is kept in this browser", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/settings", { user, theme: "light" });
  const { page } = opened;
  const theme = (): Promise<string> => page.evaluate("document.documentElement.dataset.theme");
  await page.getByRole("button", { name: "Dark" }).click();
  assert.equal(await theme(), "dark");
  await page.reload();
  assert.equal(await theme(), "dark");
  const dark = page.getByRole("button", { name: "Dark" });
  await dark.waitFor();
  assert.equal(await dark.getAttribute("aria-pressed"), "true");
  await page.getByRole("button", { name: "As the device" }).click();
  assert.equal(await theme(), "light");
  assert.deepEqual(opened.errors, []);
});

Deno.test("settings that cannot be read say so, and are there when they can", async () => {
  const user = await app.project.createUser();
  await using opened = await app.open("/settings", { user });
  const { page } = opened;
  await page.getByRole("switch", { name: "By e-mail" }).waitFor();
  await page.route("**/rest/v1/notification_preferences*", (route) =>
    route.fulfill({
      status: 403,
      headers: { "access-control-allow-origin": "*" },
      json: { code: "42501", message: "permission denied for table notification_preferences" },
    }));
  await page.reload();
  const card = page.getByRole("region", { name: "Notifications", exact: true });
  await card.getByRole("alert").waitFor();
  await page.unroute("**/rest/v1/notification_preferences*");
  await card.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("switch", { name: "By e-mail" }).waitFor();
  assert.deepEqual(opened.errors, []);
});

Deno.test("the link of a mail stops mail by one button, without signing in", async () => {
  const user = await app.project.createUser();
  const token = signUnsubscribe(user.id, app.project.webhookSecret);
  await using opened = await app.open(`/unsubscribe?token=${token}`);
  const { page, context } = opened;
  const button = page.getByRole("button", { name: "Switch e-mail off" });
  await button.waitFor();
  assert.equal(await rowOf(user, "notification_preferences"), null);
  assert.deepEqual(await violationsOf(page), []);

  await context.setOffline(true);
  await button.click();
  await page.getByText("The server cannot be reached, so nothing was changed.").waitFor();
  await context.setOffline(false);
  await button.click();
  await page.getByRole("heading", { level: 1, name: "E-mail is off" }).waitFor();
  await saved(user, "notification_preferences", { email: false, in_app: true });
  assert.deepEqual(await violationsOf(page), []);
  await page.getByRole("link", { name: "Go to your settings" }).click();
  await page.waitForURL(/\/sign-in\?to=%2Fsettings$/);
  assert.deepEqual(opened.errors, []);
});

Deno.test("a damaged link of a mail says so and changes nothing, on a phone and in the dark", async () => {
  const user = await app.project.createUser();
  const viewport = { width: 360, height: 740 };
  const path = `/unsubscribe?token=${signUnsubscribe(user.id, "whsec_other")}`;
  await using opened = await app.open(path, { viewport, theme: "dark" });
  const { page } = opened;
  await page.getByRole("button", { name: "Switch e-mail off" }).click();
  await page.getByRole("heading", { level: 1, name: "This link does not work" }).waitFor();
  assert.deepEqual(await violationsOf(page), []);
  assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
  assert.equal(await rowOf(user, "notification_preferences"), null);
  await page.goto("/unsubscribe");
  await page.getByRole("heading", { level: 1, name: "This link does not work" }).waitFor();
  assert.deepEqual(opened.errors, []);
});
