import assert from "node:assert/strict";
import { createClient } from "@supabase/supabase-js";
import { openGeneratorSource } from "../../local/candles/generator-source.ts";
import { withNewListing } from "../../local/candles/new-listing.ts";
import { type Caller, identifyCaller } from "../../local/executor/reload-caller.ts";
import { createHandler, type ReloadOutcome } from "../../local/executor/routes.ts";
import { startFakeServer } from "./fake-server.ts";

const traderId = "7b8b7c1e-54a3-4ac1-9e5d-0f4f1c7f9a10";
const ownerId = "2f5cbf2e-1f0e-4df7-8a53-0bc1a7b6f7d1";
const candles = withNewListing(openGeneratorSource());

function ask(
  path: string,
  { method = "GET", caller = "allowed", outcome = { kind: "unknown" } }: {
    method?: string;
    caller?: Caller;
    outcome?: ReloadOutcome;
  } = {},
): Promise<Response> {
  const handler = createHandler({
    candles,
    identify: () => Promise.resolve(caller),
    reload: () => Promise.resolve(outcome),
  });
  return handler(new Request(`http://executor${path}`, { method }));
}

const reload = `/api/v1/traders/${traderId}/reload`;

Deno.test("POST reload answers 200 with the hash of the code that now runs", async () => {
  const outcome = { kind: "reloaded", name: "Streak", codeSha256: "ab".repeat(32) } as const;
  const response = await ask(reload, { method: "POST", outcome });
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), {
    success: true,
    message: "Trader Streak reloaded",
    code_sha256: "ab".repeat(32),
  });
});

Deno.test("POST reload answers 400 with the reason when the new code does not compile", async () => {
  const response = await ask(reload, {
    method: "POST",
    outcome: { kind: "invalid", message: "code validation failed: x" },
  });
  assert.equal(response.status, 400);
  assert.deepEqual(await response.json(), { error: "code validation failed: x" });
});

Deno.test("POST reload answers 404 for an unknown trader and for what is no id", async () => {
  assert.equal((await ask(reload, { method: "POST" })).status, 404);
  const outcome = { kind: "reloaded", name: "x", codeSha256: "" } as const;
  assert.equal((await ask("/api/v1/traders/x%27--/reload", { method: "POST", outcome })).status, 404);
});

Deno.test("POST reload refuses callers that may not: 401, 403, and 503 when it cannot tell", async () => {
  const statuses = new Map<Caller, number>([["unauthenticated", 401], ["forbidden", 403], [
    "unknowable",
    503,
  ]]);
  for (const [caller, status] of statuses) {
    const outcome = { kind: "reloaded", name: "x", codeSha256: "" } as const;
    assert.equal((await ask(reload, { method: "POST", caller, outcome })).status, status);
  }
});

Deno.test("reload takes POST only, the rest GET only, and other paths are 404", async () => {
  assert.equal((await ask(reload)).status, 405);
  assert.equal((await ask("/api/v1/symbols", { method: "POST" })).status, 405);
  assert.equal((await ask("/metrics")).status, 404);
});

Deno.test("GET symbols lists every symbol, the newly listed one included", async () => {
  assert.deepEqual(await (await ask("/api/v1/symbols")).json(), { symbols: candles.symbols });
});

Deno.test("GET klines answers the newest candles, as many as asked for", async () => {
  const response = await ask("/api/v1/klines/ALPHAUSDT/15m?limit=4");
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), await candles.klines("ALPHAUSDT", "15m", 4));
  assert.equal((await (await ask("/api/v1/klines/ALPHAUSDT/15m")).json()).length, 250);
});

Deno.test("GET klines answers 404 for an unknown symbol or interval and 400 for a bad limit", async () => {
  assert.equal((await ask("/api/v1/klines/NOSUCHUSDT/15m")).status, 404);
  assert.equal((await ask("/api/v1/klines/ALPHAUSDT/7m")).status, 404);
  for (const limit of ["0", "-1", "many", "1501", "1.5"]) {
    assert.equal((await ask(`/api/v1/klines/ALPHAUSDT/15m?limit=${limit}`)).status, 400, limit);
  }
});

/** An auth server that knows one token, whose claims it is asked about as supabase-js asks. */
async function identify(authorization: string | undefined, sub = ownerId, authStatus = 200): Promise<Caller> {
  await using auth = startFakeServer(() =>
    authStatus === 200
      ? Response.json({ id: sub, aud: "authenticated", app_metadata: {}, user_metadata: {}, created_at: "" })
      : Response.json({ code: "bad_jwt", message: "invalid token" }, { status: authStatus })
  );
  const client = createClient(auth.url, "sb_publishable_test", {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const headers = new Headers(authorization === undefined ? {} : { authorization });
  return await identifyCaller(new Request("http://executor", { headers }), {
    client,
    ownerId,
    executorToken: "a token",
  });
}

function token(sub: string): string {
  const encode = (value: unknown): string =>
    new TextEncoder().encode(JSON.stringify(value)).toBase64({ alphabet: "base64url", omitPadding: true });
  const claims = { sub, exp: Math.floor(Date.now() / 1000) + 600, role: "authenticated" };
  return [encode({ alg: "HS256", typ: "JWT" }), encode(claims), encode("signature")].join(".");
}

Deno.test("a reload is allowed to the owner's session and to the executor's token, to nobody else", async () => {
  assert.equal(await identify(`Bearer ${token(ownerId)}`), "allowed");
  assert.equal(await identify("Bearer a token"), "allowed");
  assert.equal(await identify(`Bearer ${token(traderId)}`, traderId), "forbidden");
  assert.equal(await identify(`Bearer ${token(ownerId)}`, ownerId, 403), "unauthenticated");
  assert.equal(await identify("Bearer another token"), "unauthenticated");
  assert.equal(await identify("Basic a token"), "unauthenticated");
  assert.equal(await identify(undefined), "unauthenticated");
});

Deno.test("a token is not called bad because the auth server is down", async () => {
  assert.equal(await identify(`Bearer ${token(ownerId)}`, ownerId, 503), "unknowable");
});
