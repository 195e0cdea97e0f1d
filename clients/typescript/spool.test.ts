import assert from "node:assert/strict";
import process from "node:process";
import type { ReporterConfig } from "./config.ts";
import { Reporter, SpoolLockedError, UnsentError } from "./mod.ts";
import { Spool } from "./spool.ts";
import { moreRecord, readRecords } from "./spool-record.ts";
import { type Reply, secret, status } from "./testing/fake-record-error.ts";
import { error, type Reporting, startReporting } from "./testing/reporting.ts";

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(`${folder}/spool`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function files(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

/** What a process leaves that ends without warning: its files, but no lock that counts. */
async function leave(folder: string, report: (reporter: Reporter) => void): Promise<string[]> {
  const reporter = new Reporter({ url: "http://127.0.0.1:9", secret, spoolDir: folder, log: (): void => {} });
  report(reporter);
  await reporter.close(AbortSignal.abort()).catch(() => {});
  return files(folder);
}

const down = (times: number): Reply[] => Array.from({ length: times }, () => status(503));

function start(folder: string, replies: Reply[] = [], config: Partial<ReporterConfig> = {}): Reporting {
  return startReporting(replies, { spoolDir: folder, ...config });
}

Deno.test("spool is private, has a segment per window, and is empty when all is settled", async () => {
  await withFolder(async (folder) => {
    await using it = start(folder, [status(503)], { flushCount: 2 });
    for (const message of ["a", "b", "c", "d", "d"]) it.reporter.report(error(message));
    it.reporter.report(error("e"));
    const mode = (path: string): number => (Deno.statSync(path).mode ?? 0) & 0o777;
    assert.equal(mode(folder), 0o700);
    const segments = files(folder).filter((name) => name.endsWith(".spool"));
    assert.equal(segments.length, 3);
    assert.ok([...segments, "lock"].every((name) => mode(`${folder}/${name}`) === 0o600));
    assert.match(it.reporter.metrics(), /trader_error_spool_bytes [1-9]/);
    await it.flush();
    assert.deepEqual(files(folder), ["lock"]);
    assert.match(it.reporter.metrics(), /trader_error_spool_bytes 0\n/);
    await it.reporter.close();
    assert.deepEqual(files(folder), []);
  });
});

Deno.test("segments are deleted also when events are rejected, refused or too large", async () => {
  await withFolder(async (folder) => {
    const reject: Reply = ([event]) =>
      Response.json({
        accepted: 0,
        duplicates: 0,
        rejected: [{ index: 0, event_id: event?.event_id, code: "bad", message: "" }],
      }, { status: 202 });
    await using it = start(folder, [reject, status(400), status(413)], { flushCount: 1 });
    for (const message of ["a", "b", "c"]) it.reporter.report(error(message));
    await it.flush();
    assert.deepEqual(files(folder), ["lock"]);
  });
});

Deno.test("what is left is sent at the next start, first, with its ids, counts and market data", async () => {
  await withFolder(async (folder) => {
    const ids: string[] = [];
    await leave(folder, (reporter) => {
      const report = (...[message, changes]: Parameters<typeof error>): void => {
        const outcome = reporter.report(error(message, changes));
        if (outcome.kind === "kept") ids.push(outcome.eventId);
      };
      report("old", { market_data: { a: 1 }, occurrences: 5 });
      report("old", { occurrences: 7 });
      report("€uro");
    });
    await using it = start(folder);
    it.reporter.report(error("new"));
    await it.flush();
    assert.deepEqual(it.messages(), [["old", "€uro"], ["new"]]);
    const [old] = it.server.deliveries[0]?.events ?? [];
    assert.deepEqual([old?.event_id, old?.occurrences, old?.market_data], [ids[0], 12, { a: 1 }]);
    assert.deepEqual(it.reporter.counts, {
      posted: 14,
      accepted: 14,
      duplicates: 0,
      rejected: 0,
      dropped: 0,
    });
    assert.deepEqual(files(folder), ["lock"]);
  });
});

Deno.test("close() says how many of the unsent errors are in the spool", async () => {
  await withFolder(async (folder) => {
    const it = start(folder, down(9));
    it.reporter.report(error("a"));
    it.reporter.report(error("b"));
    await assert.rejects(it.reporter.close(AbortSignal.timeout(30)), (error: unknown) => {
      assert.ok(error instanceof UnsentError);
      return error.unsent === 2 && error.spooled === 2;
    });
    await it[Symbol.asyncDispose]();
    await using next = start(folder);
    await next.flush();
    assert.deepEqual(next.messages(), [["a", "b"]]);
  });
});

Deno.test("a second reporter on the folder is refused, and the folder is free after close()", async () => {
  await withFolder(async (folder) => {
    const it = start(folder);
    assert.throws(() => start(folder), (error: unknown) => {
      assert.ok(error instanceof SpoolLockedError);
      return error.message.includes(`process ${process.pid} uses it`) && error.message.includes(folder);
    });
    await it[Symbol.asyncDispose]();
    await start(folder)[Symbol.asyncDispose]();
  });
});

const stale: [string, string][] = [
  ["a process that is gone", "999999999 boot/1"],
  ["an earlier process of the same number", `${process.pid} boot/1`],
  ["nobody that can be read", "\0garbage"],
  ["nobody", ""],
];
for (const [whom, text] of stale) {
  Deno.test(`a lock of ${whom} holds nobody up`, async () => {
    await withFolder(async (folder) => {
      await Deno.mkdir(folder);
      await Deno.writeTextFile(`${folder}/lock`, text);
      await using it = start(folder);
      it.reporter.report(error("boom"));
      await it.flush();
      assert.deepEqual(files(folder), ["lock"]);
    });
  });
}

const damages: [string, (bytes: Uint8Array) => Uint8Array, string[], number][] = [
  ["a last record that was cut", (bytes) => bytes.subarray(0, -20), ["a", "b"], 1],
  ["a last record of which little is left", (bytes) => bytes.subarray(0, bytes.lastIndexOf(10, -2) + 4), [
    "a",
    "b",
  ], 1],
  ["a first record with a changed byte", (bytes) => bytes.with(40, 0), ["b", "c"], 1],
  ["garbage in front and at the end", (bytes) => concat("\x00\xffgarbage\n\n", bytes, "zz\x00\x00"), [
    "a",
    "b",
    "c",
  ], 0],
  ["nothing but garbage", () => concat("Hello,\nhere is something else\n"), [], 0],
  ["nothing", () => new Uint8Array(), [], 0],
];
for (const [what, damage, messages, dropped] of damages) {
  Deno.test(`a segment with ${what} gives what is whole of it`, async () => {
    await withFolder(async (folder) => {
      const [name] = await leave(folder, (reporter) => {
        for (const message of ["a", "b", "c"]) reporter.report(error(message));
      });
      const path = `${folder}/${name}`;
      await Deno.writeFile(path, damage(await Deno.readFile(path)));
      await using it = start(folder);
      await it.flush();
      assert.deepEqual(it.messages().flat(), messages);
      assert.equal(it.reporter.counts.dropped, dropped);
      assert.equal(/dropped_total\{reason="spool"\} 1\n/.test(it.reporter.metrics()), dropped === 1);
      assert.deepEqual(files(folder), ["lock"]);
    });
  });
}

function concat(...parts: (string | Uint8Array)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => [...(typeof part === "string" ? new TextEncoder().encode(part) : part)]),
  );
}

Deno.test("readRecords() never throws, whatever the bytes", () => {
  let seed = 7;
  const random = (): number => (seed = seed * 48_271 % 2_147_483_647) / 2_147_483_647;
  const more = moreRecord("11111111-1111-4111-8111-111111111111", 3);
  for (let i = 0; i < 2_000; i++) {
    const bytes = i % 2 ? more.slice() : new Uint8Array(Math.floor(random() * 200));
    for (let at = 0; at < bytes.length; at++) if (i % 2 === 0 || random() < 0.05) bytes[at] = random() * 256;
    assert.deepEqual(readRecords(bytes).events, []);
  }
  assert.deepEqual(readRecords(more), { events: [], damaged: 3 }, "more of an event that is not there");
});

Deno.test("what does not fit into memory waits on disk alone, and arrives whole and in order", async () => {
  await withFolder(async (folder) => {
    await using it = start(folder, down(3), { maxEvents: 10, flushCount: 4 });
    for (let i = 0; i < 103; i++) assert.equal(it.reporter.report(error(`${i}`)).kind, "kept");
    for (let i = 0; i < 3; i++) it.reporter.report(error("102"));
    await it.flush();
    const expected = Array.from({ length: 103 }, (_, i) => `${i}`);
    assert.deepEqual(it.messages().slice(3).flat(), expected);
    assert.deepEqual(it.reporter.counts, {
      posted: 106,
      accepted: 106,
      duplicates: 0,
      rejected: 0,
      dropped: 0,
    });
    assert.deepEqual(files(folder), ["lock"]);
  });
});

Deno.test("while memory is full of what is being sent, windows are as large as ever", async () => {
  await withFolder(async (folder) => {
    await using it = start(folder, down(1), { maxEvents: 4, flushCount: 4 });
    for (let number = 0; number < 12; number++) it.reporter.report(error(`${number}`));
    assert.equal(files(folder).filter((name) => name.endsWith(".spool")).length, 3);
    await it.flush();
    assert.equal(it.reporter.counts.accepted, 12);
  });
});

Deno.test("an event that is larger than memory may be waits on disk", async () => {
  await withFolder(async (folder) => {
    await using it = start(folder, down(2), { maxBytes: 5_000 });
    for (const letter of ["a", "b", "c"]) {
      assert.equal(it.reporter.report(error(letter.repeat(7_000))).kind, "kept");
    }
    await it.flush();
    assert.equal(it.server.taken.size, 3);
  });
});

Deno.test("above spoolMaxBytes errors are kept in memory only: said once, counted, and within its limits", async () => {
  await withFolder(async (folder) => {
    await using it = start(folder, down(1), { spoolMaxBytes: 3_000, maxEvents: 20, flushCount: 4 });
    const kinds = Array.from({ length: 60 }, (_, i) => it.reporter.report(error(`${i}`)).kind);
    assert.ok(kinds.includes("full"), "memory's limit holds again");
    assert.match(it.reporter.metrics(), /trader_error_unspooled_total [1-9]/);
    assert.equal(it.logged.filter((line) => line.startsWith("spool: more than 3000 bytes")).length, 1);
    await it.flush();
    assert.equal(it.server.taken.size, kinds.filter((kind) => kind === "kept").length);
    it.reporter.report(error("later"));
    assert.match(it.logged.at(-1) ?? "", /works again$/);
    await it.flush();
    assert.deepEqual(files(folder), ["lock"]);
  });
});

Deno.test("a disk that fails neither breaks nor slows reporting: memory goes on, said once", async () => {
  await withFolder(async (folder) => {
    await using it = start(folder, [], { flushCount: 2 });
    it.reporter.report(error("a"));
    await Deno.remove(folder, { recursive: true });
    for (const message of ["b", "c", "d", "e"]) {
      assert.equal(it.reporter.report(error(message)).kind, "kept");
    }
    await it.flush();
    assert.deepEqual(it.messages().flat(), ["a", "b", "c", "d", "e"]);
    assert.equal(it.logged.filter((line) => line.includes("fails")).length, 1);
    await Deno.mkdir(folder);
    it.reporter.report(error("f"));
    assert.match(it.logged.at(-1) ?? "", /works again$/);
  });
});

Deno.test("a folder that cannot be made is said, and errors are kept in memory", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(folder, "a file");
    await using it = start(folder);
    assert.match(it.logged[0] ?? "", /cannot be used, errors are kept in memory only/);
    it.reporter.report(error("boom"));
    await it.flush();
    assert.equal(it.server.taken.size, 1);
  });
});

Deno.test("a segment that vanishes while it waits is counted, and holds nothing up", async () => {
  await withFolder(async (folder) => {
    await using it = start(folder, down(1), { maxEvents: 4, flushCount: 2 });
    for (let i = 0; i < 12; i++) it.reporter.report(error(`${i}`, { occurrences: 3 }));
    const name = files(folder).at(-3);
    assert.ok(name?.endsWith(".spool"));
    await Deno.remove(`${folder}/${name}`);
    await it.flush();
    assert.deepEqual([it.reporter.counts.accepted, it.reporter.counts.dropped], [30, 6]);
    assert.match(it.reporter.metrics(), /dropped_total\{reason="spool"\} 6\n/);
  });
});

Deno.test("a full spool is said once, whatever the sizes of what comes", async () => {
  await withFolder(async (folder) => {
    await using it = start(folder, down(1), { spoolMaxBytes: 4_000, flushCount: 2 });
    for (let i = 0; i < 40; i++) it.reporter.report(error(`${i} ${"x".repeat(i % 4 === 0 ? 900 : 1)}`));
    assert.deepEqual(it.logged.map((line) => line.slice(0, 16)), ["spool: more than"]);
    await it.flush();
    assert.equal(it.server.taken.size, 40);
  });
});

Deno.test({
  name: "windows that wait hold no file open",
  ignore: Deno.build.os !== "linux",
  async fn(): Promise<void> {
    await withFolder(async (folder) => {
      await using it = start(folder, down(1), { flushCount: 1 });
      for (let i = 0; i < 12; i++) it.reporter.report(error(`${i}`));
      const open = [...Deno.readDirSync("/proc/self/fd")].map(({ name }) => {
        try {
          return Deno.readLinkSync(`/proc/self/fd/${name}`);
        } catch {
          return "";
        }
      });
      assert.deepEqual(open.filter((path) => path.startsWith(folder)), []);
      await it.flush();
    });
  },
});

Deno.test("Spool numbers its segments after those it finds", async () => {
  await withFolder(async (folder) => {
    await leave(folder, (reporter) => reporter.report(error("a")));
    const spool = Spool.open({ folder, maxBytes: 1_000, log: (): void => {} });
    assert.ok(spool);
    spool.newSegment().append(moreRecord("x", 1));
    assert.deepEqual(files(folder), ["000000000001.spool", "000000000002.spool", "lock"]);
    spool.close();
    await Promise.resolve();
  });
});
