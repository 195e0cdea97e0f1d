import assert from "node:assert/strict";

Deno.test("a command that fails says why, also where cleaning up after it fails", async () => {
  const program = `
    import { runCommand } from "./scripts/command-line.ts";
    await runCommand("", async () => {
      await using cleanup = new AsyncDisposableStack();
      cleanup.defer(() => { throw new Error("the second"); });
      cleanup.defer(() => { throw new Error("another"); });
      throw new Error("the first");
    });`;
  const { code, stderr } = await new Deno.Command(Deno.execPath(), { args: ["eval", program] }).output();
  assert.deepEqual([code, new TextDecoder().decode(stderr)], [2, "the first\n"]);
});
