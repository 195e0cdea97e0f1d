import assert from "node:assert/strict";
import type { LogEntry } from "../../local/log.ts";
import { eventually } from "../support/eventually.ts";
import { listenForBody, signedUp, startFixture } from "./support.ts";

// Both Denos at once: stacks that run side by side must not see each other's environment.
const logs = { current: [] as LogEntry[], edge: [] as LogEntry[] };
const stacks = await Promise.all([
  startFixture({ functionsEnv: { GREETING: "hello" }, onLog: (entry) => logs.current.push(entry) }),
  startFixture({
    functionsEnv: { GREETING: "goodbye" },
    onLog: (entry) => logs.edge.push(entry),
    edgeRuntime: true,
  }),
]);
Deno.test.afterAll(() => Promise.all(stacks.map((stack) => stack.stop())).then(() => {}));

const [current, edge] = stacks;
const runtimes = [
  {
    name: "the current Deno",
    stack: current,
    log: logs.current,
    greeting: "hello",
    version: Deno.version.deno,
  },
  { name: "Deno 2.1.4", stack: edge, log: logs.edge, greeting: "goodbye", version: "2.1.4" },
];

for (const { name, stack, log, greeting, version } of runtimes) {
  const call = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(`${stack.apiUrl}/functions/v1/${path}`, init);

  Deno.test(`a function on ${name} gets the request, its environment and the project's`, async () => {
    const response = await call("echo/deep?x=1", { method: "PUT", body: "text" });
    assert.equal(response.status, 201);
    assert.equal(response.headers.get("x-echo"), "yes");
    assert.deepEqual(await response.json(), {
      method: "PUT",
      path: "/echo/deep?x=1",
      body: "text",
      greeting,
      url: stack.apiUrl,
      keys: JSON.stringify({ default: stack.secretKey }),
      deno: version,
    });
  });

  Deno.test(`a function that throws on ${name} answers 500 and keeps its isolate`, async () => {
    const before = (await (await call("crash")).json()).calls;
    const response = await call("crash?how=throw");
    assert.equal(response.status, 500);
    assert.equal((await response.json()).code, "WORKER_ERROR");
    assert.equal((await (await call("crash")).json()).calls, before + 1);
    assert.ok(
      log.some((entry) => entry.function === "crash" && entry.message.includes("thrown in a request")),
    );
  });

  Deno.test(`an isolate that dies on ${name} takes nothing with it and is back at the next call`, async () => {
    await (await call("crash?how=die")).body?.cancel();
    const died = (entry: LogEntry): boolean =>
      entry.function === "crash" && entry.message.includes("thrown outside of any request");
    await eventually("the log to tell of the death", () => Promise.resolve(log.find(died)));
    assert.equal((await (await call("crash")).json()).calls, 1);
    await (await call("echo")).body?.cancel();
  });

  Deno.test(`a function that fails at import on ${name} answers 503 BOOT_ERROR`, async () => {
    const response = await call("broken");
    assert.equal(response.status, 503);
    const { code, message } = await response.json();
    assert.equal(code, "BOOT_ERROR");
    assert.match(message, /broken at import/);
  });

  Deno.test(`EdgeRuntime.waitUntil on ${name} goes on after the response`, async () => {
    await using receiver = listenForBody();
    const response = await call("background", { method: "POST", body: receiver.url });
    assert.equal(await response.text(), "accepted");
    assert.equal(await receiver.received, "done in the background");
  });
}

Deno.test("a function without verify_jwt = false is reached only with a user's token", async () => {
  const url = `${current.apiUrl}/functions/v1/guarded`;
  for (const headers of [{}, { authorization: `Bearer ${current.publishableKey}` }]) {
    const refused = await fetch(url, { headers });
    assert.equal(refused.status, 401);
    await refused.body?.cancel();
  }
  const { token } = await signedUp(current);
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(await response.text(), "inside");
});

Deno.test("a function that does not exist answers 404", async () => {
  const { token } = await signedUp(current);
  const response = await fetch(`${current.apiUrl}/functions/v1/nothing`, {
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(response.status, 404);
  assert.equal((await response.json()).code, "NOT_FOUND");
});
