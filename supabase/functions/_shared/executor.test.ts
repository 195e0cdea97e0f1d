import assert from "node:assert/strict";
import { executorOf } from "./executor.ts";
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
  ];
  for (const name of names) assert.equal(executorOf(name), null, name);
});
