import assert from "node:assert/strict";
import { Logger } from "../_shared/log.ts";
import type { ErrorEvent } from "./events.ts";
import type { Stored } from "./stored.ts";
import { type Report, Together } from "./together.ts";

const log = new Logger({});

function events(...names: string[]): ErrorEvent[] {
  return names.map((name) => ({
    event_id: name,
    trader_id: crypto.randomUUID(),
    component: "filter",
    error_message: name,
    error_type: undefined,
    occurrences: 1,
    context: {},
  }));
}

function report(group: ErrorEvent[], caller: string, length = 1_000): Report {
  return { events: group, caller, length, log };
}

interface Call {
  caller: string;
  names: string[];
  answer: () => void;
  fail: (error: Error) => void;
}

/** A database that answers when the test says so: events whose name starts with "bad" are rejected, with "again" duplicates. */
function startDatabase(): { calls: Call[]; together: Together } {
  const calls: Call[] = [];
  const together = new Together((group, caller) => {
    const { promise, reject, resolve } = Promise.withResolvers<Stored>();
    const names = group.map(({ event_id }) => event_id);
    calls.push({ caller, names, answer: () => resolve(answerTo(names)), fail: reject });
    return promise;
  });
  return { calls, together };
}

function statusOf(name: string): Stored["results"][number]["status"] {
  if (name.startsWith("bad")) return "rejected";
  return name.startsWith("again") ? "duplicate" : "accepted";
}

function answerTo(names: string[]): Stored {
  const results = names.map((event_id, index) => ({
    index,
    event_id,
    status: statusOf(event_id),
    incident_id: statusOf(event_id) === "accepted" ? `incident of ${event_id}` : null,
  }));
  return {
    accepted: 0,
    duplicates: 0,
    rejected: results.filter(({ status }) => status === "rejected")
      .map(({ index, event_id }) => ({ index, event_id, code: "invalid_event", message: "no" })),
    incidents: results.flatMap(({ incident_id }) =>
      incident_id === null ? [] : [{ incident_id, trader_id: "t", is_new: true }]
    ),
    results,
  };
}

/** Lets everything that can go on do so. */
async function settle(): Promise<void> {
  for (let round = 0; round < 10; round++) await Promise.resolve();
}

Deno.test("a report goes to the database at once when no call is under way", () => {
  const { calls, together } = startDatabase();
  void together.store(report(events("a"), "fly"));
  void together.store(report(events("b"), "fly"));
  assert.deepEqual(calls.map(({ names }) => names), [["a"], ["b"]]);
});

Deno.test("reports that arrive while two calls are under way share the next one, each with an answer of its own", async () => {
  const { calls, together } = startDatabase();
  const reports = [["a"], ["b"], ["c", "bad1"], ["again", "d"], ["bad2"]].map((names) =>
    together.store(report(events(...names), "fly"))
  );
  assert.equal(calls.length, 2);
  calls[0]?.answer();
  await settle();
  assert.deepEqual(calls[2]?.names, ["c", "bad1", "again", "d", "bad2"]);
  calls[1]?.answer();
  calls[2]?.answer();

  const answers = await Promise.all(reports);
  assert.deepEqual(answers.map(({ accepted, duplicates }) => [accepted, duplicates]), [
    [1, 0],
    [1, 0],
    [1, 0],
    [1, 1],
    [0, 0],
  ]);
  assert.deepEqual(answers[2]?.rejected.map(({ index, event_id }) => [index, event_id]), [[1, "bad1"]]);
  assert.deepEqual(answers[3]?.results.map(({ index, status }) => [index, status]), [[0, "duplicate"], [
    1,
    "accepted",
  ]]);
  assert.deepEqual(answers[3]?.incidents.map(({ incident_id }) => incident_id), ["incident of d"]);
  assert.deepEqual(answers[4]?.rejected.map(({ index }) => index), [0]);
});

Deno.test("callers never share a call, a shared call has at most 100 events, and a larger report does not wait", async () => {
  const { calls, together } = startDatabase();
  const many = (count: number): ErrorEvent[] => events(...Array.from({ length: count }, (_, n) => `e${n}`));
  for (
    const [count, caller] of [[1, "a"], [1, "a"], [60, "a"], [1, "b"], [60, "a"], [40, "a"], [
      500,
      "a",
    ]] as const
  ) {
    void together.store(report(many(count), caller));
  }
  for (let call = 0; call < calls.length; call++) {
    calls[call]?.answer();
    await settle();
  }
  assert.deepEqual(calls.map(({ caller, names }) => [caller, names.length]), [
    ["a", 1],
    ["a", 1],
    ["a", 500],
    ["a", 100],
    ["b", 1],
    ["a", 60],
  ]);
});

Deno.test("what the database refuses, it refuses all that share the call, and the next call goes on", async () => {
  const { calls, together } = startDatabase();
  void together.store(report(events("a"), "fly"));
  void together.store(report(events("b"), "fly"));
  const shared = [together.store(report(events("c"), "fly")), together.store(report(events("d"), "fly"))];
  calls[0]?.answer();
  await settle();
  calls[2]?.fail(new Error("the database is away"));
  for (const report of shared) await assert.rejects(report, { message: "the database is away" });
  const next = together.store(report(events("e"), "fly"));
  calls[3]?.answer();
  assert.equal((await next).accepted, 1);
});

Deno.test("a shared call holds at most a megabyte, and a larger report does not wait", () => {
  const { calls, together } = startDatabase();
  for (
    const [name, length] of [["a", 10], ["b", 10], ["c", 600_000], ["d", 600_000], ["e", 300_000], [
      "f",
      3_000_000,
    ]] as const
  ) {
    void together.store(report(events(name), "fly", length));
  }
  assert.deepEqual(calls.map(({ names }) => names), [["a"], ["b"], ["f"]]);
  calls[0]?.answer();
  calls[1]?.answer();
  return settle().then(() => assert.deepEqual(calls.slice(3).map(({ names }) => names), [["c", "e"], ["d"]]));
});
