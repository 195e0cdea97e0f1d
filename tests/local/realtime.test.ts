import type { RealtimeChannel } from "@supabase/supabase-js";
import assert from "node:assert/strict";
import { signToken } from "../../local/tokens.ts";
import { clientWith, signedUp, startFixture } from "./support.ts";

const stack = await startFixture();
Deno.test.afterAll(() => stack.stop());
const { sql } = stack;

/** The first state a subscription comes to rest in, and the platform's reason when it is refused. */
function subscribed(channel: RealtimeChannel): Promise<{ status: string; reason: string | undefined }> {
  return new Promise((resolve) =>
    channel.subscribe((status, error) => resolve({ status, reason: error?.message }))
  );
}

Deno.test("a user hears what the database broadcasts on their private topic, after commit and in order", async () => {
  const { client, id } = await signedUp(stack);
  const heard: unknown[] = [];
  const { promise: last, resolve } = Promise.withResolvers<void>();
  const channel = client.channel(`user:${id}`, { config: { private: true } })
    .on("broadcast", { event: "*" }, ({ event, payload }) => {
      heard.push([event, payload.step]);
      if (event === "last") resolve();
    });
  assert.deepEqual(await subscribed(channel), { status: "SUBSCRIBED", reason: undefined });

  await assert.rejects(sql.begin(async (tx) => {
    await tx`select realtime.send('{"step": 0}', 'rolled back', ${`user:${id}`})`;
    throw new Error("changed my mind");
  }));
  await sql`select realtime.send('{"step": 1}', 'first', ${`user:${id}`})`;
  await sql`select realtime.send('{"step": 2}', 'public', ${`user:${id}`}, false)`;
  await sql`select realtime.send('{"step": 3}', 'elsewhere', 'user:somebody')`;
  await sql`select realtime.send('{"step": 4}', 'last', ${`user:${id}`})`;
  await last;
  assert.deepEqual(heard, [["first", 1], ["last", 4]]);
  await client.removeAllChannels();
});

Deno.test("realtime.broadcast_changes carries the changed record", async () => {
  const { client, id } = await signedUp(stack);
  const { promise, resolve } = Promise.withResolvers<Record<string, unknown>>();
  const channel = client.channel(`user:${id}`, { config: { private: true } })
    .on("broadcast", { event: "INSERT" }, ({ payload }) => resolve(payload));
  await subscribed(channel);
  await sql.unsafe(`
    create function public.announce_note() returns trigger language plpgsql security definer set search_path = '' as $$
    begin
      perform realtime.broadcast_changes('user:' || new.user_id, tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
      return null;
    end $$;
    create trigger announce after insert on public.notes for each row execute function public.announce_note();`);
  const { error } = await client.from("notes").insert({ body: "hello", user_id: id });
  assert.equal(error, null);
  const payload = await promise;
  assert.equal(payload.operation, "INSERT");
  assert.equal((payload.record as { body: string }).body, "hello");
  await client.removeAllChannels();
});

Deno.test("another user's private topic is refused with the platform's reason", async () => {
  const { client } = await signedUp(stack);
  const { status, reason } = await subscribed(client.channel("user:somebody", { config: { private: true } }));
  assert.equal(status, "CHANNEL_ERROR");
  assert.match(reason ?? "", /^"?Unauthorized: You do not have permissions to read/);
  await client.removeAllChannels();
});

Deno.test("a private topic is refused to the publishable key alone", async () => {
  const client = clientWith(stack, stack.publishableKey);
  const { status } = await subscribed(client.channel("user:somebody", { config: { private: true } }));
  assert.equal(status, "CHANNEL_ERROR");
  await client.removeAllChannels();
});

Deno.test("an expired token cannot join", async () => {
  const { id } = await signedUp(stack);
  const client = clientWith(stack, stack.publishableKey);
  const exp = Math.floor(Date.now() / 1000) - 60;
  await client.realtime.setAuth(await signToken({ sub: id, role: "authenticated", exp }, stack.jwtSecret));
  const { reason } = await subscribed(client.channel(`user:${id}`, { config: { private: true } }));
  assert.match(reason ?? "", /InvalidJWTExpiration/);
  await client.removeAllChannels();
});

Deno.test("a channel whose refreshed token no longer fits its topic is closed", async () => {
  const [ada, ben] = await Promise.all([signedUp(stack), signedUp(stack)]);
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const channel = ada.client.channel(`user:${ada.id}`, { config: { private: true } });
  await new Promise<void>((joined) =>
    channel.subscribe((status) => {
      if (status === "SUBSCRIBED") joined();
      if (status === "CLOSED") resolve();
    })
  );
  await ada.client.realtime.setAuth(ben.token);
  await closed;
  await ada.client.removeAllChannels();
});

Deno.test("realtime.send never fails its caller's transaction", async () => {
  const noTopic: string | null = null;
  await sql`select realtime.send('{}', 'event', ${noTopic}::text)`;
});
