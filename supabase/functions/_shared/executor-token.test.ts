import assert from "node:assert/strict";
import { tokenOfApp } from "./executor-token.ts";

// It is in the configuration of apps: another one would lock the platform out of all of them.
Deno.test("an app's token stays what it is", () => {
  assert.equal(
    tokenOfApp("my-app", "token-of-the-platform"),
    "f234d08b5255855d4b82189b5e0939062512866338c5094f04f97fd1128802a2",
  );
});

Deno.test("an app's token opens no other app, nor goes with another token of the platform", () => {
  const tokens = [
    tokenOfApp("my-app", "one"),
    tokenOfApp("my-ap", "one"),
    tokenOfApp("my-app", "two"),
    tokenOfApp("one", "my-app"),
    "one",
  ];
  assert.equal(new Set(tokens).size, tokens.length);
});

Deno.test("the command of docs/deploy.md makes an app's token", async () => {
  const page = await Deno.readTextFile("docs/deploy.md");
  const [command = ""] = /^ {4}(printf .*openssl.*)$/m.exec(page)?.slice(1) ?? [];
  const { code, stdout } = await new Deno.Command("sh", {
    args: ["-c", command],
    env: { EXECUTOR_TOKEN: "token-of-the-platform" },
  }).output();
  const made = new TextDecoder().decode(stdout).trim();
  assert.deepEqual([code, made], [0, tokenOfApp("my-app", "token-of-the-platform")]);
});
