import assert from "node:assert/strict";
import { executorOf } from "./executor.ts";

// Read when it is called, as in production; set one after another in one file.
Deno.test("a trader runs on the app of its owner, else on the platform's executor, else nowhere", () => {
  Deno.env.delete("EXECUTOR_URL");
  Deno.env.delete("EXECUTOR_APP_URL");
  assert.equal(executorOf(null), null);
  assert.equal(executorOf("my-app"), "https://my-app.fly.dev");
  Deno.env.set("EXECUTOR_URL", "https://executor.example.com/");
  assert.equal(executorOf(null), "https://executor.example.com");
  assert.equal(executorOf("my-app"), "https://my-app.fly.dev");
  Deno.env.set("EXECUTOR_APP_URL", "http://{app}.internal:8080");
  assert.equal(executorOf("my-app"), "http://my-app.internal:8080");
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
