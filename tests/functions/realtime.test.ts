import assert from "node:assert/strict";
import { type Project, startProject } from "../support/project.ts";
import { createTrader, errorEvent } from "../support/traders.ts";

let project: Project;

Deno.test.beforeAll(async () => {
  project = await startProject();
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

Deno.test("an error reaches its owner's open page as a notification event with ids only", async () => {
  const user = await project.createUser();
  const trader = await createTrader(project, user, "endless");
  await user.client.realtime.setAuth(user.token);

  const channel = user.client.channel(`user:${user.id}`, { config: { private: true } });
  const told = Promise.withResolvers<Record<string, unknown>>();
  const joined = Promise.withResolvers<void>();
  channel
    .on("broadcast", { event: "notification" }, ({ payload }) => told.resolve(payload))
    .subscribe((status, error) => {
      if (status === "SUBSCRIBED") joined.resolve();
      if (status === "CHANNEL_ERROR") joined.reject(error);
    });
  await joined.promise;

  await project.callSigned("record-error", errorEvent(trader, "endless"), project.recordErrorSecret);
  const { changes } = await told.promise as { changes: Record<string, unknown>[] };
  assert.equal(changes.length, 1);
  assert.deepEqual(Object.keys(changes[0] ?? {}).sort(), ["id", "incident_id", "kind", "trader_id"]);
  assert.equal(changes[0]?.trader_id, trader);
  await user.client.removeAllChannels();
});

Deno.test("a user cannot listen on another's channel", async () => {
  const user = await project.createUser();
  const other = await project.createUser();
  await user.client.realtime.setAuth(user.token);
  const refused = Promise.withResolvers<string>();
  user.client
    .channel(`user:${other.id}`, { config: { private: true } })
    .subscribe((status) =>
      status === "SUBSCRIBED" || status === "CHANNEL_ERROR" ? refused.resolve(status) : undefined
    );
  assert.equal(await refused.promise, "CHANNEL_ERROR");
  await user.client.removeAllChannels();
});

Deno.test("an owner cannot send on the own channel, so that no page believes what a client made up", async () => {
  const user = await project.createUser();
  await user.client.realtime.setAuth(user.token);
  const heard: unknown[] = [];
  const channel = user.client.channel(`user:${user.id}`, {
    config: { private: true, broadcast: { self: true } },
  });
  const joined = Promise.withResolvers<void>();
  const told = Promise.withResolvers<void>();
  channel
    .on("broadcast", { event: "fix" }, ({ payload }) => heard.push(payload))
    .on("broadcast", { event: "notification" }, () => told.resolve())
    .subscribe((status, error) => {
      if (status === "SUBSCRIBED") joined.resolve();
      if (status === "CHANNEL_ERROR") joined.reject(error);
    });
  await joined.promise;
  await channel.send({ type: "broadcast", event: "fix", payload: { made: "up" } });
  // What the database sends afterwards arrives; what the client sent before it has not.
  const trader = await createTrader(project, user, "endless");
  await project.callSigned("record-error", errorEvent(trader, "endless"), project.recordErrorSecret);
  await told.promise;
  assert.deepEqual(heard.filter((payload) => JSON.stringify(payload).includes("made")), []);
  await user.client.removeAllChannels();
});
