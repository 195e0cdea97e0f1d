import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { clientWith, signedUp, startFixture } from "./support.ts";

const stack = await startFixture();
Deno.test.afterAll(() => stack.stop());
const service = clientWith(stack, stack.secretKey);

Deno.test("a jsonb argument of a function arrives as the JSON that was sent", async () => {
  for (const [value, kind] of [[{ a: 1 }, "object"], [[1, 2], "array"]]) {
    const { data, error } = await service.rpc("kind_of", { value });
    assert.equal(error, null);
    assert.equal(data, kind);
  }
});

Deno.test("row level security shows a user only their own rows", async () => {
  const [ada, ben] = await Promise.all([signedUp(stack), signedUp(stack)]);
  const { error } = await ada.client.from("notes").insert({ body: "ada's", user_id: ada.id });
  assert.equal(error, null);
  assert.equal((await ada.client.from("notes").select()).data?.length, 1);
  assert.equal((await ben.client.from("notes").select()).data?.length, 0);
  const forged = await ben.client.from("notes").insert({ body: "ben's", user_id: ada.id });
  assert.equal(forged.error?.code, "42501");
});

Deno.test("a table without grants answers 42501 to every role", async () => {
  const user = await signedUp(stack);
  for (const client of [clientWith(stack, stack.publishableKey), user.client, service]) {
    const { error, status } = await client.from("ungranted").select();
    assert.equal(error?.code, "42501");
    assert.ok(status === 401 || status === 403, `status ${status}`);
  }
});

Deno.test("an error that a function raises keeps its code, message, details and hint", async () => {
  const { error, status } = await service.rpc("refuse");
  assert.equal(status, 400);
  assert.deepEqual({ ...error }, {
    code: "FX001",
    message: "Cannot do it",
    details: "because",
    hint: "try later",
  });
});

Deno.test("a violated check answers 400 with its code", async () => {
  const { error, status } = await service.rpc("break_a_rule");
  assert.equal(status, 400);
  assert.equal(error?.code, "23514");
});

Deno.test("a request without a key is refused, also from loopback", async () => {
  const response = await fetch(`${stack.apiUrl}/rest/v1/notes`);
  assert.equal(response.status, 401);
  await response.body?.cancel();
});

Deno.test("a table made while the stack runs is served without a restart", async () => {
  await stack.sql.unsafe(
    "create table public.later (id int primary key); grant select on public.later to service_role",
  );
  await eventually(
    "the table to appear in the API",
    async () => (await service.from("later").select()).error === null || undefined,
  );
});

Deno.test("an administrator creates, changes, finds and deletes users", async () => {
  const { data: { user }, error } = await service.auth.admin.createUser({
    email: "Root@Example.com",
    password: "a-long-password",
    email_confirm: true,
    app_metadata: { role: "admin" },
  });
  assert.equal(error, null);
  assert.ok(user);
  assert.equal(user.email, "root@example.com");

  const client = clientWith(stack, stack.publishableKey);
  const signedIn = await client.auth.signInWithPassword({
    email: "root@example.com",
    password: "a-long-password",
  });
  const token = signedIn.data.session?.access_token ?? "";
  const { data: claims } = await client.auth.getClaims(token);
  assert.equal(claims?.claims.sub, user.id);
  assert.equal(claims?.claims.app_metadata?.role, "admin");
  const { data: refreshed } = await client.auth.refreshSession();
  assert.equal(
    (await client.auth.getClaims(refreshed.session?.access_token)).data?.claims.app_metadata?.role,
    "admin",
  );

  await service.auth.admin.updateUserById(user.id, { user_metadata: { name: "Root" } });
  const found = await service.auth.admin.getUserById(user.id);
  assert.equal(found.data.user?.user_metadata.name, "Root");
  assert.equal(
    (await service.auth.admin.createUser({ email: "root@example.com" })).error?.code,
    "email_exists",
  );
  await service.auth.admin.deleteUser(user.id);
  assert.equal((await service.auth.admin.getUserById(user.id)).error?.code, "user_not_found");
});

Deno.test("the admin API refuses the publishable key", async () => {
  const { error } = await clientWith(stack, stack.publishableKey).auth.admin.listUsers();
  assert.equal(error?.status, 401);
});

Deno.test("a browser's preflight request is answered with the CORS headers it asked for", async () => {
  const response = await fetch(`${stack.apiUrl}/rest/v1/notes`, {
    method: "OPTIONS",
    headers: { origin: "http://localhost:3000", "access-control-request-headers": "apikey,x-client-info" },
  });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("access-control-allow-origin"), "*");
  assert.equal(response.headers.get("access-control-allow-headers"), "apikey,x-client-info");
});
