import assert from "node:assert/strict";
import { type ClaimedDeployment, tokenFor } from "./deploy.ts";

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

Deno.test("the app of a user is shown that user's own token, and of whoever else deploys the platform's", () => {
  Deno.env.set("EXECUTOR_TOKEN", "token-of-the-platform");
  assert.equal(tokenFor(user, claimed(FORMER, "my-app")), user.token);
  assert.equal(tokenFor(user, claimed(OWNER, "app-of-the-new-owner")), "token-of-the-platform");
  assert.equal(tokenFor(user, claimed(null, null)), user.token);
  assert.equal(tokenFor(user, claimed(OWNER, null)), user.token);
});
