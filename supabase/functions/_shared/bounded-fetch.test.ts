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

Deno.test("boundedFetch answers with a redirect instead of following it, whatever it is asked for", async () => {
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    asked.push(new URL(request.url).pathname);
    return new Response(null, { status: 307, headers: { Location: "/elsewhere" } });
  });
  try {
    const url = `http://127.0.0.1:${server.addr.port}/here`;
    for (const init of [{}, { redirect: "follow" }] as const) {
      assert.equal((await boundedFetch(10)(url, init)).status, 307);
    }
  } finally {
    await server.shutdown();
  }
  assert.deepEqual(asked, ["/here", "/here"]);
});
