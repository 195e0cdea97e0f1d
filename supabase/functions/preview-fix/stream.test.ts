import assert from "node:assert/strict";
import { ApiError } from "../_shared/errors.ts";
import { Logger } from "../_shared/log.ts";
import type { Preview } from "./answer.ts";
import { answer, type Hooks } from "./stream.ts";

const log = new Logger({});
const EVENTS = { headers: { Accept: "text/event-stream" } };
const PREVIEW = { executor: "away" } as Preview;

function ask(init: RequestInit, work: (hooks: Hooks) => Promise<Preview>): ReturnType<typeof answer> {
  return answer(new Request("http://localhost/", init), log, work);
}

async function textOf(answered: Awaited<ReturnType<typeof answer>>): Promise<string> {
  assert.ok(answered.body instanceof Response);
  return await answered.body.text();
}

Deno.test("without Accept the answer is JSON", async () => {
  assert.deepEqual(await ask({}, () => Promise.resolve(PREVIEW)), { body: PREVIEW });
});

Deno.test("who accepts events gets the progress and then the result", async () => {
  const answered = await ask(EVENTS, ({ report }) => {
    report({ step: "run", done: 1, total: 2 });
    report({ step: "run", done: 2, total: 2 });
    return Promise.resolve(PREVIEW);
  });
  assert.equal(
    await textOf(answered),
    'event: progress\ndata: {"step":"run","done":1,"total":2}\n\n' +
      'event: progress\ndata: {"step":"run","done":2,"total":2}\n\n' +
      'event: result\ndata: {"executor":"away"}\n\n',
  );
});

Deno.test("a failure is the last event, and what was not expected is not told", async () => {
  const refused = await ask(EVENTS, () => Promise.reject(new ApiError(503, "database_unavailable", "Away")));
  assert.equal(
    await textOf(refused),
    'event: error\ndata: {"code":"database_unavailable","message":"Away"}\n\n',
  );
  const failed = await ask(EVENTS, () => Promise.reject(new Error("at 10.0.0.7:5432")));
  const text = await textOf(failed);
  assert.match(text, /^event: error\ndata: {"code":"internal_error"/);
  assert.ok(!text.includes("10.0.0.7"));
});

Deno.test("a client that goes away ends the work", async () => {
  const started = Promise.withResolvers<AbortSignal>();
  const answered = await ask(EVENTS, ({ signal, report }) => {
    started.resolve(signal);
    return new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => {
        report({ step: "run", done: 1, total: 1 });
        reject(signal.reason);
      });
    });
  });
  assert.ok(answered.body instanceof Response);
  const signal = await started.promise;
  await answered.body.body?.cancel();
  assert.equal(signal.aborted, true);
});
