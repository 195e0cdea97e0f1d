import assert from "node:assert/strict";
import { authConfig } from "../../local/auth-config.ts";
import type { Mail } from "../../local/mail.ts";
import type { Stack } from "../../local/stack.ts";
import { clientWith, REPOSITORY, startFixture } from "./support.ts";

const SITE = "http://127.0.0.1:4321";
const stack: Stack = await startFixture({ siteUrl: SITE });
Deno.test.afterAll(() => stack.stop());
const service = clientWith(stack, stack.secretKey);

async function createUser(): Promise<string> {
  const email = `${crypto.randomUUID()}@example.com`;
  const { error } = await service.auth.admin.createUser({
    email,
    email_confirm: true,
    app_metadata: { role: "admin" },
  });
  assert.equal(error, null);
  return email;
}

/** Asks for a mail that leads to `redirectTo`. */
async function mailFor(email: string, redirectTo?: string): Promise<{ mail: Mail; link: URL; code: string }> {
  const { error } = await clientWith(stack, stack.publishableKey).auth.signInWithOtp({
    email,
    options: {
      shouldCreateUser: false,
      ...(redirectTo === undefined ? {} : { emailRedirectTo: redirectTo }),
    },
  });
  assert.equal(error, null);
  const mail = stack.mails().find(({ to }) => to.includes(email));
  assert.ok(mail !== undefined);
  const [link = ""] = /https?:\S+/.exec(mail.text ?? "") ?? [];
  const [code = ""] = /\b\d{6}\b/.exec(mail.text ?? "") ?? [];
  return { mail, link: new URL(link), code };
}

/** Where a link leads, with what the auth server adds. */
async function follow(link: URL): Promise<{ status: number; page: string; added: URLSearchParams }> {
  const response = await fetch(link, { redirect: "manual" });
  await response.body?.cancel();
  const [page = "", added = ""] = (response.headers.get("location") ?? "").split("#");
  return { status: response.status, page, added: new URLSearchParams(added) };
}

Deno.test("a mailed link goes by the API to the wanted page of the app, once", async () => {
  const email = await createUser();
  const { mail, link } = await mailFor(email, `${SITE}/traders/1?tab=history`);
  assert.deepEqual(mail.to, [email]);
  assert.equal(link.origin, stack.apiUrl);
  assert.ok(mail.html?.includes(`${stack.apiUrl}/auth/v1/verify?token=`));

  const first = await follow(link);
  assert.deepEqual([first.status, first.page], [303, `${SITE}/traders/1?tab=history`]);
  const client = clientWith(stack, stack.publishableKey);
  const { data, error } = await client.auth.setSession({
    access_token: first.added.get("access_token") ?? "",
    refresh_token: first.added.get("refresh_token") ?? "",
  });
  assert.equal(error, null);
  assert.equal(data.user?.email, email);
  assert.equal((await client.auth.getClaims()).data?.claims.app_metadata?.role, "admin");

  const second = await follow(link);
  assert.equal(second.page, `${SITE}/traders/1?tab=history`);
  assert.equal(second.added.get("error_code"), "otp_expired");
  assert.equal(second.added.get("access_token"), null);
});

Deno.test("a link to somewhere else leads to the app", async () => {
  for (const wanted of ["https://evil.example/", undefined]) {
    const { link } = await mailFor(await createUser(), wanted);
    const { page, added } = await follow(link);
    assert.equal(page, SITE);
    assert.ok(added.has("access_token"));
  }
});

Deno.test("the code of a mail signs in once, under the type that the platform names", async () => {
  const email = await createUser();
  const { code } = await mailFor(email);
  const client = clientWith(stack, stack.publishableKey);
  const { data } = await client.auth.verifyOtp({ email, token: code, type: "email" });
  assert.equal(data.session?.user.email, email);
  assert.equal((await client.auth.getClaims()).data?.claims.app_metadata?.role, "admin");
  const again = await client.auth.verifyOtp({ email, token: code, type: "email" });
  assert.equal(again.error?.code, "otp_expired");
});

Deno.test("an address without an account gets no mail", async () => {
  const email = "nobody@example.com";
  const { error } = await clientWith(stack, stack.publishableKey).auth.signInWithOtp({
    email,
    options: { shouldCreateUser: false },
  });
  assert.equal(error?.code, "otp_disabled");
  assert.ok(stack.mails().every(({ to }) => !to.includes(email)));
});

Deno.test("the configuration names the app's address, other addresses and the mail's text", async () => {
  const config = authConfig(await Deno.readTextFile(`${REPOSITORY}supabase/config.toml`), REPOSITORY);
  assert.equal(config.siteUrl, "http://127.0.0.1:5173");
  assert.deepEqual(config.redirectUrls, ["http://localhost:5173/**"]);
  const html = await Deno.readTextFile(config.magicLink.content_path ?? "");
  for (const part of ["{{ .ConfirmationURL }}", "{{ .Token }}"]) assert.ok(html.includes(part), part);
});

Deno.test("a configuration that says nothing of the app means the CLI's default", () => {
  assert.deepEqual(authConfig("[api]\nport = 1\n", "/"), {
    siteUrl: "http://127.0.0.1:3000",
    redirectUrls: [],
    magicLink: {},
  });
  const toml =
    '[auth]\nsite_url = "https://a.example"\nadditional_redirect_urls = [\n  "https://b.example/*",\n' +
    '  "https://c.example/**",\n]\n';
  assert.deepEqual(authConfig(toml, "/").redirectUrls, ["https://b.example/*", "https://c.example/**"]);
});
