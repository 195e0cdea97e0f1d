import assert from "node:assert/strict";
import { storable } from "./storable.ts";

Deno.test("storable replaces NUL and halves of characters, however deep, and nothing else", () => {
  const at = new Date(0);
  assert.deepEqual(
    storable({ a: ["x\0y", { b: "\uD83D" }], c: 1, d: null, e: true, f: "\u{1F600} é", at }),
    { a: ["x\uFFFDy", { b: "\uFFFD" }], c: 1, d: null, e: true, f: "\u{1F600} é", at },
  );
});

Deno.test("storable replaces them in names, too: series are named by users' code", () => {
  assert.deepEqual(storable({ "a\0": { "\uD83D": 1 } }), { "a\uFFFD": { "\uFFFD": 1 } });
});
