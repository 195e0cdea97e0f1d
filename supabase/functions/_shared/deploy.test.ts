import assert from "node:assert/strict";
import { type ClaimedDeployment, tokenFor, tokenOfPlatform } from "./deploy.ts";
import { tokenOfApp } from "./executor-token.ts";

const [FORMER, OWNER] = [crypto.randomUUID(), crypto.randomUUID()];
const user = { id: FORMER, token: "token-of-the-former-owner" };
const claimed = (user_id: string | null, fly_app: string | null): ClaimedDeployment => ({
  id: crypto.randomUUID(),
  trader_id: crypto.randomUUID(),
  attempts: 1,
  code_sha256: "0".repeat(64),
  user_id,
  fly_app,
});

Deno.test("the app of a user is shown that user's own token, and of whoever else deploys the platform's for that app", () => {
  Deno.env.set("EXECUTOR_TOKEN", "token-of-the-platform");
  assert.equal(tokenFor(user, claimed(FORMER, "my-app")), user.token);
  const shown = tokenFor(user, claimed(OWNER, "app-of-the-new-owner"));
  assert.equal(shown, tokenOfApp("app-of-the-new-owner", "token-of-the-platform"));
  assert.equal(tokenFor(user, claimed(null, null)), user.token);
  assert.equal(tokenFor(user, claimed(OWNER, null)), user.token);
});

Deno.test("the platform shows its own token to its own executor only, and nothing where none is set", () => {
  Deno.env.set("EXECUTOR_TOKEN", "token-of-the-platform");
  assert.equal(tokenOfPlatform(claimed(null, null)), "token-of-the-platform");
  const shown = ["my-app", "other-app"].map((app) => tokenOfPlatform(claimed(OWNER, app)));
  assert.deepEqual(shown, ["my-app", "other-app"].map((app) => tokenOfApp(app, "token-of-the-platform")));
  assert.equal(new Set([...shown, "token-of-the-platform"]).size, 3);
  Deno.env.delete("EXECUTOR_TOKEN");
  assert.deepEqual([tokenOfPlatform(claimed(null, null)), tokenOfPlatform(claimed(OWNER, "my-app"))], [
    "",
    "",
  ]);
});
