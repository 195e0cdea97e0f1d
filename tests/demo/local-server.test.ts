import assert from "node:assert/strict";
import { serveLocally } from "../../local/executor/local-server.ts";

Deno.test("a local server closes although a handler never answers", async () => {
  const asked = Promise.withResolvers<void>();
  const server = serveLocally(0, "--port", () => {
    asked.resolve();
    return new Promise<Response>(() => {});
  });
  const answer = fetch(server.url).then(() => "answered", () => "cut off");
  await asked.promise;
  await server[Symbol.asyncDispose]();
  assert.equal(await answer, "cut off");
});

Deno.test("a local server says which port is taken and which flag chooses another", async () => {
  await using server = serveLocally(0, "--page-port", () => new Response());
  const port = Number(new URL(server.url).port);
  assert.throws(
    () => serveLocally(port, "--page-port", () => new Response()),
    new RegExp(`Port ${port} is taken: .* --page-port`),
  );
});
