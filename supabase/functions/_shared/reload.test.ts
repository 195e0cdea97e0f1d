import assert from "node:assert/strict";
import { reloadTrader } from "./reload.ts";

const HASH = "a".repeat(64);
const OTHER = "b".repeat(64);

/** What a reload makes of an executor that answers so. */
async function reloadFrom(
  answer: (request: Request) => Response | Promise<Response>,
): Promise<{ status: string; reason?: string; confirmed?: boolean; error?: string }> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, answer);
  try {
    return await reloadTrader({
      executor: `http://127.0.0.1:${server.addr.port}`,
      traderId: "9b1d0000-0000-4000-8000-000000000001",
      token: "token",
      codeSha256: HASH,
    });
  } finally {
    await server.shutdown();
  }
}

const json = (status: number, body: unknown) => (): Response => Response.json(body, { status });

const ANSWERS: [what: string, answer: () => Response, expected: Record<string, unknown>][] = [
  ["success", json(200, { success: true, message: "Reloaded" }), { status: "deployed", confirmed: false }],
  ["success and the hash", json(200, { success: true, code_sha256: HASH }), {
    status: "deployed",
    confirmed: true,
  }],
  ["success and no readable hash", json(200, { success: true, code_sha256: 7 }), {
    status: "deployed",
    confirmed: false,
  }],
  ["success and another hash", json(200, { success: true, code_sha256: OTHER }), {
    status: "pending",
    reason: "stale_code",
  }],
  ["200 without success", json(200, { ok: true }), { status: "pending", reason: "wrong_app" }],
  ["a page", () => new Response("<html>welcome</html>"), { status: "pending", reason: "wrong_app" }],
  ["400 with its words", json(400, { error: "code validation failed: 1:1" }), {
    status: "failed",
    reason: "refused",
  }],
  ["400 from something else", () => new Response("bad", { status: 400 }), {
    status: "pending",
    reason: "wrong_app",
  }],
  ["404 with its words", json(404, { error: "no enabled trader" }), {
    status: "failed",
    reason: "unknown_trader",
  }],
  ["404 from something else", () => new Response("not found", { status: 404 }), {
    status: "pending",
    reason: "wrong_app",
  }],
  ["401", json(401, { error: "token expired" }), { status: "pending", reason: "not_admitted" }],
  ["403", json(403, { error: "this executor belongs to another user" }), {
    status: "pending",
    reason: "not_admitted",
  }],
  ["429", () => new Response("slow down", { status: 429 }), { status: "pending", reason: "executor_error" }],
  ["500", json(500, { error: "interpreter crashed" }), { status: "pending", reason: "executor_error" }],
  ["503 from a proxy", () => new Response("no machine", { status: 503 }), {
    status: "pending",
    reason: "executor_error",
  }],
];

for (const [what, answer, expected] of ANSWERS) {
  Deno.test(
    `a reload that is answered with ${what} is ${
      [expected.status, expected.reason].filter(Boolean).join(" ")
    }`,
    async () => {
      const { error, ...reload } = await reloadFrom(answer);
      assert.deepEqual(reload, expected);
      assert.equal(error === undefined, expected.status === "deployed");
    },
  );
}

Deno.test("a reload follows no redirect, which would take the token along", async () => {
  const seen: string[] = [];
  const reload = await reloadFrom((request) => {
    seen.push(new URL(request.url).pathname);
    return Response.redirect(new URL("/elsewhere", request.url), 307);
  });
  assert.deepEqual([reload.reason, seen.length], ["wrong_app", 1]);
});

Deno.test("a reload of an executor that hangs ends after its time limit", async () => {
  const gone = Promise.withResolvers<Response>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => gone.promise);
  const reload = await reloadTrader({
    executor: `http://127.0.0.1:${server.addr.port}`,
    traderId: "x",
    token: "token",
    codeSha256: HASH,
  });
  gone.resolve(new Response());
  await server.shutdown();
  assert.deepEqual([reload.status, "reason" in reload && reload.reason], ["pending", "timeout"]);
});

Deno.test("a reload whose answer is cut off, or longer than an answer is, is tried again", async () => {
  const cut = new ReadableStream({
    pull(controller): void {
      controller.enqueue(new TextEncoder().encode('{"success": tr'));
      controller.error(new Error("cut"));
    },
  });
  const endless = `{"success": true, "message": "${"x".repeat(100_000)}"}`;
  for (const answer of [(): Response => new Response(cut), (): Response => new Response(endless)]) {
    const reload = await reloadFrom(answer);
    assert.deepEqual([reload.status, reload.reason], ["pending", "unreachable"]);
  }
});

Deno.test("a reload of an executor that is not there names no address", async () => {
  const reload = await reloadTrader({
    executor: "http://127.0.0.1:9",
    traderId: "x",
    token: "token",
    codeSha256: HASH,
  });
  assert.deepEqual(reload, {
    status: "pending",
    reason: "unreachable",
    error: "The executor could not be reached",
  });
});

Deno.test("a reload without an executor has failed", async () => {
  const reload = await reloadTrader({ executor: null, traderId: "x", token: "token", codeSha256: HASH });
  assert.deepEqual([reload.status, "reason" in reload && reload.reason], ["failed", "not_configured"]);
});

Deno.test("what an executor says is shown up to 500 characters", async () => {
  const reload = await reloadFrom(json(400, { error: "x".repeat(5_000) }));
  assert.ok((reload.error ?? "").length < 600);
});
