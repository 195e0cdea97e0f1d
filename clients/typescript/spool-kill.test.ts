// What was reported outlives its process: children are killed in the middle of their work, and another process goes on.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { Reporter } from "./mod.ts";
import { type FakeRecordError, type Reply, secret, startRecordError } from "./testing/fake-record-error.ts";

const child = fileURLToPath(new URL("./testing/spool-child.ts", import.meta.url));
const config = fileURLToPath(new URL("../../deno.json", import.meta.url));

interface Run {
  /** How often each message was reported, as far as the child came to say so. */
  kept: Map<string, number>;
  total: number;
  isDone: boolean;
}

/** Runs the child, and kills it as soon as `isTime` says so. */
async function run(
  args: string[],
  isTime: (kept: number, isDone: boolean) => boolean,
  wrapper: string[] = [],
): Promise<Run> {
  const [program = "", ...before] = [...wrapper, Deno.execPath()];
  const process = new Deno.Command(program, {
    args: [
      ...before,
      "run",
      "--no-code-cache",
      "--allow-all",
      "--no-check",
      "--quiet",
      `--config=${config}`,
      child,
      ...args,
    ],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let text = "";
  let isKilled = false;
  const count = (): number => text.split("\n").filter((line) => line.startsWith("kept ")).length;
  // Read to the end: what it said before it died is known to have been kept.
  for await (const chunk of process.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (!isKilled && isTime(count(), text.includes("done\n"))) {
      isKilled = true;
      process.kill("SIGKILL");
    }
  }
  await process.status;
  const kept = new Map<string, number>();
  for (const [, message = ""] of text.matchAll(/^kept (.*)$/gm)) {
    kept.set(message, (kept.get(message) ?? 0) + 1);
  }
  return { kept, total: count(), isDone: text.includes("done\n") };
}

/** A new process on the same folder sends what is there. */
async function resume(server: FakeRecordError, spoolDir: string): Promise<void> {
  const reporter = new Reporter({ url: server.url, secret, spoolDir, log: (): void => {} });
  await reporter.close(AbortSignal.timeout(10_000));
  assert.deepEqual([...Deno.readDirSync(spoolDir)].map(({ name }) => name), []);
}

/** The server has every occurrence that was kept, and at most the one that the child could not tell of any more. */
function assertComplete({ taken }: FakeRecordError, { isDone, kept, total }: Run): void {
  const delivered = new Map<string, number>();
  for (const { error_message, occurrences } of taken.values()) {
    delivered.set(error_message, (delivered.get(error_message) ?? 0) + occurrences);
  }
  for (const [message, count] of kept) {
    assert.ok((delivered.get(message) ?? 0) >= count, `${message}: ${delivered.get(message)} of ${count}`);
  }
  const sum = [...delivered.values()].reduce((sum, count) => sum + count, 0);
  assert.ok(sum === total || (!isDone && sum === total + 1), `${sum} delivered, ${total} kept`);
}

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("kill -9 between report and flush loses nothing", async () => {
  await withFolder(async (folder) => {
    await using server = startRecordError();
    const outcome = await run([server.url, folder, "100000", "500", "wait"], (_kept, isDone) => isDone);
    assert.equal(server.deliveries.length, 0);
    assert.equal(outcome.total, 500);
    await resume(server, folder);
    assertComplete(server, outcome);
  });
});

for (const limit of [30, 1_500]) {
  Deno.test(`kill -9 while sending, after ${limit} reports, loses nothing and counts nothing twice`, async () => {
    await withFolder(async (folder) => {
      // Takes the events and fails, or answers, or does neither: what was taken is sent again and must count once.
      let isChild = true;
      const replies = Array.from({ length: 5_000 }, (_, i): Reply => async (events, delivery) => {
        const taken = await server.take(events, delivery);
        if (!isChild || i % 3 === 0) return taken;
        return i % 3 === 1 ? new Response(null, { status: 425 }) : new Response("garbage");
      });
      await using server = startRecordError(replies);
      const isTime = (kept: number): boolean => kept >= limit && server.deliveries.length > 1;
      const outcome = await run([server.url, folder, "7", "100000", "wait"], isTime);
      isChild = false;
      assert.ok(!outcome.isDone && outcome.total >= limit);
      const segments = [...Deno.readDirSync(folder)].length;
      assert.ok(segments > 1, "killed in the middle");
      await resume(server, folder);
      assertComplete(server, outcome);
    });
  });
}

Deno.test("kill -9 again and again, each process on the folder of the last", async () => {
  await withFolder(async (folder) => {
    await using server = startRecordError();
    const runs: Run[] = [];
    for (let i = 0; i < 3; i++) {
      runs.push(await run([server.url, folder, "100000", "60", "wait"], (kept) => kept >= 20));
    }
    await resume(server, folder);
    const sum = [...server.taken.values()].reduce((sum, { occurrences }) => sum + occurrences, 0);
    const total = runs.reduce((sum, { total }) => sum + total, 0);
    assert.ok(sum >= total && sum <= total + runs.length, `${sum} delivered, ${total} kept`);
  });
});

Deno.test({
  name: "a disk that is full in the middle of a record keeps the records before it, and no half of one",
  ignore: Deno.build.os !== "linux",
  async fn(): Promise<void> {
    await withFolder(async (folder) => {
      await using server = startRecordError();
      // No file may pass 8 KB: the write that does is cut there, as on a full disk.
      const limit = "trap '' XFSZ; ulimit -f 8; exec \"$@\"";
      const args = [server.url, folder, "100000", "60", "wait"];
      const outcome = await run(args, (_kept, isDone) => isDone, ["bash", "-c", limit, "bash"]);
      assert.equal(outcome.total, 60, "memory goes on");
      const size = Deno.statSync(`${folder}/000000000001.spool`).size;
      assert.ok(size > 7_000 && size < 8_192, `${size} bytes`);

      const reporter = new Reporter({ url: server.url, secret, spoolDir: folder, log: (): void => {} });
      await reporter.close(AbortSignal.timeout(10_000));
      assert.equal(reporter.counts.dropped, 0);
      assert.ok(server.taken.size > 20 && server.taken.size < 47);
    });
  },
});

Deno.test("an exception that nobody catches loses nothing", async () => {
  await withFolder(async (folder) => {
    await using server = startRecordError();
    const outcome = await run([server.url, folder, "100000", "50", "throw"], () => false);
    assert.equal(outcome.total, 50);
    await resume(server, folder);
    assertComplete(server, outcome);
  });
});
