import assert from "node:assert/strict";
import { boundedFetch } from "./bounded-fetch.ts";

async function read(bytes: number, maxBytes: number): Promise<string> {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response("x".repeat(bytes)),
  );
  try {
    const response = await boundedFetch(maxBytes)(`http://127.0.0.1:${server.addr.port}`);
    return await response.text();
  } finally {
    await server.shutdown();
  }
}

Deno.test("boundedFetch gives a body of exactly the limit", async () => {
  assert.equal((await read(100_000, 100_000)).length, 100_000);
});

Deno.test("boundedFetch ends a longer body with an error", async () => {
  await assert.rejects(read(100_001, 100_000), /longer than 100000 bytes/);
});
