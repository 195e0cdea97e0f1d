import { expect, test } from "vitest";
import { readPreview } from "./preview.ts";

function streamOf(...chunks: string[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller): void {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
}

const side = { code_sha256: "ab", compiles: true, errors: [], warnings: [] };
const PREVIEW = {
  candidate: side,
  running: { ...side, version_id: "3f0c2c8e-6f0b-4d54-9d7c-111111111111", version: 1 },
  executor: "away",
  missing: [],
  markets: [],
  summary: {
    markets: 0,
    equal: 0,
    changed: 0,
    fixed: 0,
    broken: 0,
    failing: 0,
    not_run: 0,
    matches: { running: 0, candidate: 0 },
  },
  findings: null,
  proof: null,
  why_no_proof: "no_incident",
  missed: null,
  chart: [],
  series: [],
  timings: { total_ms: 1, fetch_ms: 1, run_ms: 1, running: null, candidate: null },
};

test("a preview's progress is told and its result returned, wherever the chunks are cut", async () => {
  const text = `event: progress\ndata: {"step":"run","done":1,"total":2}\n\n` +
    `event: progress\ndata: {"step":"dance","done":1,"total":2}\n\n` +
    `event: result\ndata: ${JSON.stringify(PREVIEW)}\n\n`;
  const told: unknown[] = [];
  const preview = await readPreview(
    streamOf(text.slice(0, 20), text.slice(20, 90), text.slice(90)),
    (progress) => told.push(progress),
  );
  expect(preview).toEqual(PREVIEW);
  expect(told).toEqual([{ step: "run", done: 1, total: 2 }]);
});

test("an error at the end of a preview is thrown with its code", async () => {
  const text = `event: error\ndata: {"code":"internal_error","message":"Try again"}\n\n`;
  await expect(readPreview(streamOf(text), () => {})).rejects.toMatchObject({
    code: "internal_error",
    message: "Try again",
  });
});

test("a preview that ends without a result was cut off, which may pass", async () => {
  await expect(readPreview(streamOf("event: progress\n"), () => {})).rejects.toMatchObject({
    code: "cut_off",
    status: 0,
  });
});

test("a result that is none of a preview is refused", async () => {
  const text = `event: result\ndata: {"markets":[]}\n\n`;
  await expect(readPreview(streamOf(text), () => {})).rejects.toMatchObject({ code: "unexpected_answer" });
});
