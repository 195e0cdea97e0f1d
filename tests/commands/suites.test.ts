import assert from "node:assert/strict";

Deno.test("npm test with an unknown suite exits with 2 and says which there are", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", "scripts/test.ts", "functions", "speed"],
  }).output();
  assert.deepEqual([code, new TextDecoder().decode(stdout)], [2, ""]);
  assert.match(new TextDecoder().decode(stderr), /one of go, .*, but is "speed"/);
});
