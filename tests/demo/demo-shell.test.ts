import assert from "node:assert/strict";
import { parseOptions } from "../../local/demo/options.ts";

Deno.test("options default to an interactive demo on port 5173", () => {
  assert.deepEqual({ ...parseOptions([]) }, {
    once: false,
    json: false,
    accept: false,
    help: false,
    ports: { page: 5173, executor: 0, api: 54321, db: 54322, mail: 54324 },
  });
});

Deno.test("options take free ports for a demo that runs once, unless one is given", () => {
  const { ports } = parseOptions(["--once", "--db-port", "6000"]);
  assert.deepEqual(ports, { page: 5173, executor: 0, api: 0, db: 6000, mail: 0 });
});

Deno.test("options refuse a bad port, an unknown flag, and --json without --once", () => {
  assert.throws(() => parseOptions(["--port", "many"]), /Cannot use --port many/);
  assert.throws(() => parseOptions(["--port", "65536"]), /Cannot use --port 65536/);
  assert.throws(() => parseOptions(["--twice"]), /--twice/);
  assert.throws(() => parseOptions(["--json"]), /--once/);
});
