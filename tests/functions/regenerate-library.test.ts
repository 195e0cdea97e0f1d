// A repair that one owner accepted serves others whose filters are built alike, at no cost, and shows nobody's code.
import assert from "node:assert/strict";
import { ModelServer } from "../../local/model-server/model-server.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { fixOf } from "../support/proposed-fix.ts";
import { errorEvent, FILTERS, market } from "../support/traders.ts";

const THEIRS = `// my secret sauce
candlesOfMine := data.Klines["5m"]
countOfMine := 0
posOfMine := len(candlesOfMine) - 1
for posOfMine >= 0 {
	if candlesOfMine[posOfMine].Close > candlesOfMine[posOfMine].Open {
		countOfMine++
		posOfMine--
	}
}
return countOfMine > 3`;
const THEIR_FIX = THEIRS.replace("\t\tposOfMine--\n\t}\n", "\t}\n\tposOfMine-- // always on\n");

let project: Project;
let server: ModelServer;

Deno.test.beforeAll(async () => {
  server = new ModelServer();
  project = await startProject({
    OPENAI_API_KEY: "sk-test-0123456789abcdef",
    OPENAI_BASE_URL: server.openaiUrl,
  });
});
Deno.test.afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

async function fail(user: TestUser, code: string): Promise<string> {
  const { data, error } = await project.admin.from("traders")
    .insert({ user_id: user.id, name: "Counter", filter: { code }, strategy: {} }).select("id").single();
  if (error) throw error;
  const event = errorEvent(data.id, "endless", { market_data: market("BTCUSDT", 250) });
  await project.callSigned("record-error", event, project.recordErrorSecret);
  return data.id;
}

Deno.test("an accepted repair is carried over to a filter that is built alike, in its own names and without a model", async () => {
  server.script({ kind: "answer", answer: { filter_code: THEIR_FIX } });
  const donor = await project.createUser();
  const fix = await fixOf(donor, await fail(donor, THEIRS), ["proposed"]);
  const accepted = await project.call(
    "apply-fix",
    { fix_id: fix.id, decision: "accept", code_sha256: fix.code_sha256 },
    donor.headers,
  );
  assert.equal(accepted.status, 200);
  await accepted.body?.cancel();

  server.script({ kind: "status", status: 500 });
  const calls = server.calls.length;
  const user = await project.createUser();
  const carried = await fixOf(user, await fail(user, FILTERS.endless.code), ["proposed"]);
  assert.deepEqual([carried.origin, carried.validated, Number(carried.cost_usd)], ["library", true, 0]);
  assert.equal(server.calls.length, calls);
  const shown = JSON.stringify(carried);
  for (const word of ["OfMine", "secret sauce", "always on"]) assert.ok(!shown.includes(word), word);
  assert.ok(carried.code?.includes("i--"));
});
