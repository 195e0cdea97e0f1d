// The check of the error tables: nothing to say of the page as it is, and something of each way in which it can be wrong.
import assert from "node:assert/strict";
import { errorCodeFindings } from "../../scripts/error-codes.ts";

const page = await Deno.readTextFile("docs/errors.md");
const deployments = await Deno.readTextFile("docs/deployments.md");

/** Of the page after a change that must have changed it. */
async function findingsAfter(change: (page: string) => string): Promise<string> {
  const changed = change(page);
  assert.notEqual(changed, page);
  return (await errorCodeFindings(changed, deployments)).join("\n");
}

Deno.test("the tables of docs/errors.md have every code of the source and no other", async () => {
  assert.deepEqual(await errorCodeFindings(page, deployments), []);
});

for (
  const [what, code] of [
    ["an answer of functions", "does_not_compile"],
    ["a refusal of the database", "ledger_append_only"],
    ["a reason", "no_market_data"],
    ["a problem", "sweeper_silent"],
    ["a failure of mails", "email_provider_busy"],
  ] as const
) {
  Deno.test(`the error tables are found wanting without ${what}`, async () => {
    const findings = await findingsAfter((text) => text.replaceAll(`\`${code}\``, ""));
    assert.ok(findings.includes(code), findings);
  });
}

Deno.test("the error tables are found wanting with a wrong status, a dead code, or no meaning", async () => {
  const moved = await findingsAfter((text) =>
    text.replace("| 413 | `body_too_large`", "| 414 | `body_too_large`")
  );
  assert.ok(moved.includes("413 body_too_large") && moved.includes("414 body_too_large"), moved);
  const dead = await findingsAfter((text) => text.replace("| `lease_lost` |", "| `lease_stolen` |"));
  assert.ok(dead.includes("lease_stolen"), dead);
  const empty = await findingsAfter((text) => text.replace(/(\| 422 \| `not_go` \|).*\|/, "$1  |"));
  assert.ok(empty.includes("not_go"), empty);
});
