import assert from "node:assert/strict";

Deno.test("bench with an unknown name exits with 2 and says which there are", async () => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", "bench/bench.ts", "speed"],
  }).output();
  assert.equal(code, 2);
  assert.match(
    new TextDecoder().decode(stderr),
    /one of deployments, ingest, latency, platform, regeneration, runtime, scale, web, all, but is "speed"/,
  );
});
