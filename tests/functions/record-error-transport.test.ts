// How a report may arrive: encodings, signatures, and the request's id.
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { eventually } from "../support/eventually.ts";
import { newSecret, type Project, sign, startProject, type TestUser } from "../support/project.ts";
import { createTrader, errorEvent } from "../support/traders.ts";

const [newerSecret, olderSecret] = [newSecret(), newSecret()];
let project: Project;
let user: TestUser;
let traderId: string;

Deno.test.beforeAll(async () => {
  project = await startProject({ RECORD_ERROR_SECRET: `${newerSecret}  ${olderSecret}` });
  user = await project.createUser();
  traderId = await createTrader(project, user, "missingNilCheck");
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

/** Sends these bytes with the signature of `signed`, which is the text that they stand for. */
function post(
  bytes: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
  signed: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${project.stack.apiUrl}/functions/v1/record-error`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...sign(signed, newerSecret), ...headers },
    body: bytes,
  });
}

function gzip(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(text));
}

function newEvent(more: Record<string, unknown> = {}): Record<string, unknown> {
  return errorEvent(traderId, "missingNilCheck", more);
}

async function codeOf(response: Response): Promise<[number, string]> {
  const body = await response.json();
  return [response.status, body.code];
}

Deno.test("record-error takes a gzip body whose text is signed", async () => {
  const text = JSON.stringify({ events: [newEvent(), newEvent()] });
  const response = await post(gzip(text), text, { "Content-Encoding": "gzip" });
  assert.equal(response.status, 202);
  assert.equal((await response.json()).accepted, 2);
});

Deno.test("record-error refuses an encoding that it does not know with 415", async () => {
  const text = JSON.stringify(newEvent());
  assert.deepEqual(await codeOf(await post(gzip(text), text, { "Content-Encoding": "br" })), [
    415,
    "unsupported_encoding",
  ]);
});

Deno.test("record-error refuses a gzip body that is none, or cut off, with 400", async () => {
  const text = JSON.stringify({ events: Array.from({ length: 50 }, () => newEvent()) });
  for (const bytes of [new TextEncoder().encode(text), gzip(text).slice(0, 200)]) {
    const response = await post(bytes, text, { "Content-Encoding": "gzip" });
    assert.deepEqual(await codeOf(response), [400, "unreadable_body"]);
  }
});

Deno.test("record-error refuses more than 4 MB out of few bytes with 413, and stops inflating", async () => {
  const text = JSON.stringify(newEvent({ stack_trace: "x".repeat(64 * 1024 * 1024) }));
  const response = await post(gzip(text), text.slice(0, 10), { "Content-Encoding": "gzip" });
  assert.deepEqual(await codeOf(response), [413, "body_too_large"]);
});

Deno.test("record-error admits each of several secrets while they are rotated, and no other", async () => {
  for (const [secret, status] of [[newerSecret, 202], [olderSecret, 202], [newSecret(), 401]] as const) {
    const text = JSON.stringify(newEvent());
    assert.equal((await project.call("record-error", text, sign(text, secret))).status, status);
  }
});

Deno.test("record-error admits one of several signatures, as a sender that rotates gives them", async () => {
  const text = JSON.stringify(newEvent());
  const at = new Date();
  const headers = sign(text, newerSecret, at);
  const signature = `v1,${btoa("no signature of ours at all.....")} v2,x ${headers["webhook-signature"]}`;
  const response = await project.call("record-error", text, { ...headers, "webhook-signature": signature });
  assert.equal(response.status, 202);
});

Deno.test("record-error admits clocks that are four minutes off either way, and no more than five", async () => {
  for (const [minutes, status] of [[-4, 202], [4, 202], [-6, 401], [6, 401]] as const) {
    const text = JSON.stringify(newEvent());
    const headers = sign(text, newerSecret, new Date(Date.now() + minutes * 60_000));
    assert.equal((await project.call("record-error", text, headers)).status, status, `${minutes} minutes`);
  }
});

Deno.test("record-error counts a report that is replayed within the window as duplicates", async () => {
  const text = JSON.stringify({ events: [newEvent(), newEvent()] });
  const headers = sign(text, newerSecret);
  const [first, second] = [
    await project.call("record-error", text, headers),
    await project.call("record-error", text, headers),
  ];
  assert.equal((await first.json()).accepted, 2);
  const { accepted, duplicates } = await second.json();
  assert.deepEqual([accepted, duplicates], [0, 2]);
});

Deno.test("record-error names every answer by a request id of its own", async () => {
  const text = JSON.stringify(newEvent());
  const answers = [
    await project.call("record-error", text, sign(text, newerSecret)),
    await project.call("record-error", text),
    await project.call("record-error", "{", sign("{", newerSecret)),
  ];
  await Promise.all(answers.map((answer) => answer.body?.cancel()));
  const ids = answers.map((answer) => answer.headers.get("x-request-id") ?? "");
  assert.deepEqual(answers.map(({ status }) => status), [202, 401, 400]);
  assert.ok(ids.every((id) => /^[0-9a-f-]{36}$/.test(id)));
  assert.equal(new Set(ids).size, 3);
});

Deno.test("record-error keeps what a caller sends out of its log", async () => {
  const secretText = `hunter-${crypto.randomUUID()}`;
  const lines: string[] = [];
  await using observed = await startProject({}, {
    onLog: (entry): unknown => lines.push(JSON.stringify(entry)),
  });
  const owner = await observed.createUser();
  const trader = await createTrader(observed, owner, "missingNilCheck");
  const event = errorEvent(trader, "missingNilCheck", {
    error_message: `panic: ${secretText}`,
    stack_trace: secretText,
    filter_code: `return ${secretText}`,
    market_data: { symbol: secretText },
    context: { symbol: secretText, machine_id: secretText },
  });
  const bad = { ...event, trader_id: secretText };
  const response = await observed.callSigned(
    "record-error",
    { events: [event, bad] },
    observed.recordErrorSecret,
  );
  assert.equal((await response.json()).accepted, 1);
  const requestId = response.headers.get("x-request-id") ?? "";
  // The functions' log is another process' output, which may come after the answer.
  const logged = await eventually("the line of this call", () => {
    const all = lines.filter((line) => line.includes("record-error"));
    const isThere = all.some((line) => line.includes(requestId) && line.includes("accepted"));
    return Promise.resolve(isThere ? all : undefined);
  });
  for (const hidden of [secretText, observed.recordErrorSecret.slice(6)]) {
    assert.ok(!logged.some((line) => line.includes(hidden)));
  }
});
