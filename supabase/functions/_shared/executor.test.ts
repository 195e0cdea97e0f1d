import assert from "node:assert/strict";
import { Random } from "../../../tests/support/random.ts";
import { executorOf, fetchKlines } from "./executor.ts";
import { tokenOfApp } from "./executor-token.ts";

const urlOf = (flyApp: string | null): string | undefined => executorOf(flyApp)?.url;

// Read when it is called, as in production; set one after another in one file.
Deno.test("a trader runs on the app of its owner, else on the platform's executor, else nowhere", () => {
  Deno.env.delete("EXECUTOR_URL");
  Deno.env.delete("EXECUTOR_APP_URL");
  assert.equal(executorOf(null), null);
  assert.equal(urlOf("my-app"), "https://my-app.fly.dev");
  Deno.env.set("EXECUTOR_URL", "https://executor.example.com/");
  assert.equal(urlOf(null), "https://executor.example.com");
  assert.equal(urlOf("my-app"), "https://my-app.fly.dev");
  Deno.env.set("EXECUTOR_APP_URL", "http://{app}.internal:8080");
  assert.equal(urlOf("my-app"), "http://my-app.internal:8080");
});

Deno.test("candles are read with the platform's token at its own executor, and at an app with that app's", () => {
  Deno.env.set("EXECUTOR_URL", "https://executor.example.com");
  Deno.env.delete("EXECUTOR_TOKEN");
  assert.deepEqual([executorOf(null)?.token, executorOf("my-app")?.token], [undefined, undefined]);
  Deno.env.set("EXECUTOR_TOKEN", "token-of-the-platform");
  assert.equal(executorOf(null)?.token, "token-of-the-platform");
  assert.equal(executorOf("my-app")?.token, tokenOfApp("my-app", "token-of-the-platform"));
});

Deno.test("an app's name that is none leads nowhere", () => {
  const names = [
    "evil.com/",
    "a.b",
    "A",
    "-a",
    "a-",
    "",
    "a@b",
    "a:80",
    "a/../b",
    "x".repeat(64),
    "a\n",
    "ä",
    "xn--9",
  ];
  for (const name of names) assert.equal(executorOf(name), null, name);
});

const PIECES = [
  ..."abz019-ABZ._~@:/\\?#[]%$&'\"`!*;|<>{}^ \t\r\n\0",
  ...[
    "..",
    "//",
    "{app}",
    "$&",
    "%2e",
    "%2f",
    "%00",
    "fly.dev",
    "evil.com",
    "127.0.0.1",
    "localhost",
    "xn--",
    "http://",
  ],
  ...["\u202e", "\u3002", "\uff0e", "\uff0f", "\ud800", "ä", "ß", "\u200b", "a".repeat(62)],
];
const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

/** Texts that are nearly names, or parts of addresses. */
function textOf(random: Random): string {
  return Array.from({ length: random.whole(0, 6) }, () => random.pick(PIECES)).join("");
}

Deno.test(`no text in place of an app's name leads to another host than the pattern's, seed ${seed}`, () => {
  const random = new Random(seed);
  const patterns: [pattern: string | undefined, host: (name: string) => string][] = [
    [undefined, (name) => `${name}.fly.dev`],
    ["http://{app}.internal:8080/", (name) => `${name}.internal:8080`],
    ["https://apps.example.com/{app}", () => "apps.example.com"],
  ];
  let accepted = 0;
  for (let run = 0; run < 30_000; run++) {
    const name = textOf(random);
    const [pattern, host] = random.pick(patterns);
    if (pattern === undefined) Deno.env.delete("EXECUTOR_APP_URL");
    else Deno.env.set("EXECUTOR_APP_URL", pattern);
    const executor = executorOf(name);
    if (executor === null) continue;
    accepted++;
    const { host: found, username, password, pathname, search, hash } = new URL(executor.url);
    const rest = [username, password, search, hash];
    assert.deepEqual([found, ...rest], [host(name), "", "", "", ""], JSON.stringify(name));
    assert.equal(pathname, pattern?.endsWith("/{app}") ? `/${name}` : "/", JSON.stringify(name));
  }
  assert.ok(accepted > 100, `${accepted} names`);
});

Deno.test(`no symbol or interval leaves its place in the path, seed ${seed}`, async () => {
  const random = new Random(seed);
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    asked.push(request.url);
    return Response.json([]);
  });
  const executor = { url: `http://127.0.0.1:${server.addr.port}`, token: undefined };
  const { signal } = new AbortController();
  const refused: string[] = [];
  try {
    const hostile = [
      "",
      ".",
      "..",
      "\ud800",
      "%2e%2e",
      "../..",
      "a/../..",
      "..\\..",
      "?limit=9",
      "#",
      "\r\nHost: evil",
    ];
    const texts = [...hostile, ...Array.from({ length: 300 }, () => textOf(random))];
    for (const text of texts) {
      const kept = asked.length;
      await Promise.all(
        [[text, "5m"], ["BTCUSDT", text]].map(([symbol = "", interval = ""]) =>
          fetchKlines(executor, symbol, interval, signal, 7)
        ),
      ).catch(() => refused.push(text));
      for (const url of asked.slice(kept)) {
        const { pathname, search } = new URL(url);
        const [, , , ...rest] = pathname.split("/");
        assert.deepEqual(pathname.split("/").slice(0, 4), ["", "api", "v1", "klines"], JSON.stringify(text));
        assert.equal(search, "?limit=7", JSON.stringify(text));
        const read = rest.slice(1).map(decodeURIComponent);
        assert.ok(read.length === 2 && (read[0] === text || read[1] === text), JSON.stringify([text, url]));
      }
    }
  } finally {
    await server.shutdown();
  }
  assert.ok(["", ".", "..", "\ud800"].every((text) => refused.includes(text)));
  assert.ok(refused.every((text) => /^\.{0,2}$/.test(text) || !text.isWellFormed()), JSON.stringify(refused));
});
