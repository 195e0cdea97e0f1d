import assert from "node:assert/strict";
import { readBraintrustConfig } from "./braintrust.ts";

Deno.test("readBraintrustConfig is null without a key", () => {
  assert.equal(readBraintrustConfig(() => undefined), null);
  assert.equal(readBraintrustConfig((name) => name === "BRAINTRUST_API_KEY" ? "  " : undefined), null);
});

Deno.test("readBraintrustConfig fills in the app and the project", () => {
  assert.deepEqual(readBraintrustConfig((name) => name === "BRAINTRUST_API_KEY" ? "key" : undefined), {
    apiKey: "key",
    appUrl: "https://www.braintrust.dev",
    project: "trader-error-recovery",
  });
});
