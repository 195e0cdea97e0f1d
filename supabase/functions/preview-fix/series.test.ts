import assert from "node:assert/strict";
import { drawn, summarised } from "./series.ts";

Deno.test("a series is summarised by its names, their number of values and the last of each", () => {
  assert.deepEqual(summarised({ ma: [1, 2, 3], empty: [], trend: "up" }), {
    series: [
      { name: "ma", values: 3, last: 3 },
      { name: "empty", values: 0, last: null },
      { name: "trend", values: 1, last: "up" },
    ],
  });
});

Deno.test("of a series the newest values are sent, nested ones too", () => {
  const values = Array.from({ length: 250 }, (_, index) => index);
  const sent = drawn({ ma: values, bands: { upper: values } });
  assert.deepEqual(sent, { ma: values.slice(-120), bands: { upper: values.slice(-120) } });
});

Deno.test("what series code draws is bounded however it is nested, and too much is not sent", () => {
  const deep = { a: { b: { c: { d: { e: { f: 1 } } } } } };
  assert.deepEqual(drawn(deep), { a: { b: { c: { d: { e: null } } } } });
  const names = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`n${index}`, 1]));
  assert.equal(Object.keys(drawn(names) ?? {}).length, 20);
  const long = Array.from({ length: 120 }, () => "x".repeat(1_000));
  assert.ok(JSON.stringify(summarised({ long })).length < 500);
  assert.equal(drawn({ a: long, b: long, c: long }), null);
});
