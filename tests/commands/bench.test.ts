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

Deno.test("bench platform refuses a share of broken traders above 1", async () => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", "bench/bench.ts", "platform", "--broken", "2"],
  }).output();
  assert.equal(code, 2);
  assert.match(new TextDecoder().decode(stderr), /--broken must be a share above 0 and up to 1, but is 2/);
});

Deno.test("bench platform finds all that it reported counted once", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...[
        "run",
        "--allow-all",
        "--no-check",
        "bench/bench.ts",
        "platform",
        "--json",
        "--traders",
        "20",
        "--symbols",
        "5",
      ],
      ...["--minutes", "2", "--broken", "0.1", "--real-seconds-per-minute", "1"],
    ],
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  const { holds, counted, reporter } = JSON.parse(new TextDecoder().decode(stdout));
  assert.equal(holds, true);
  assert.ok(counted > 0);
  assert.equal(counted, reporter.occurrences);
});
