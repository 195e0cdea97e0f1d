import assert from "node:assert/strict";
import { Random } from "../../../tests/support/random.ts";
import { exposition } from "./exposition.ts";

const EMPTY = exposition([]);

const linesOf = (text: string): string[] =>
  text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

const HARMFUL = [
  '"',
  "\\",
  "\n",
  "\r",
  "n",
  "}",
  " 1",
  "fake_total 2",
  "{",
  "=",
  ",",
  "é",
  "\u2028",
  "# TYPE x counter",
];

Deno.test("exposition escapes what would end a label or a line, and reads back as it was", () => {
  const random = new Random(1);
  for (let round = 0; round < 300; round++) {
    const reason = Array.from({ length: random.whole(1, 6) }, () => random.pick(HARMFUL)).join("");
    const text = exposition([{ name: "filter_regeneration_failures_total", labels: { reason }, value: 1 }]);
    const found = linesOf(text).filter((line) => line.startsWith("filter_regeneration_failures_total"));
    assert.equal(found.length, 1);
    assert.equal(text.split("\n").length, EMPTY.split("\n").length + 1);
    const [, escaped = ""] =
      /^filter_regeneration_failures_total\{reason="((?:[^"\\]|\\.)*)"\} 1$/.exec(found[0] ?? "") ?? [];
    const read = escaped.replace(/\\(.)/g, (_, char) => char === "n" ? "\n" : char);
    assert.equal(read, reason);
  }
});

Deno.test("exposition adds up the buckets of a histogram, whatever their order", () => {
  const name = "filter_regeneration_duration_seconds";
  const text = exposition([
    { name, labels: { le: "+Inf" }, value: 1 },
    { name, labels: { le: "10" }, value: 2 },
    { name, labels: { le: "0.5" }, value: 3 },
    { name: `${name}_sum`, labels: {}, value: 200.5 },
  ]);
  assert.deepEqual(linesOf(text).filter((line) => line.startsWith(name)), [
    `${name}_bucket{le="0.5"} 3`,
    `${name}_bucket{le="10"} 5`,
    `${name}_bucket{le="+Inf"} 6`,
    `${name}_sum 200.5`,
    `${name}_count 6`,
  ]);
});

Deno.test("exposition shows counters without labels from the start, and leaves out what it does not know", () => {
  const text = exposition([{ name: "unknown_total", labels: {}, value: 1 }]);
  assert.ok(linesOf(text).includes("trader_error_persist_events_total 0"));
  assert.ok(!text.includes("unknown_total"));
});
