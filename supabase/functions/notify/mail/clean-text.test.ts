import assert from "node:assert/strict";
import { cut, oneLine, paragraphs } from "./clean-text.ts";

Deno.test("oneLine takes out line breaks, control characters and what turns the reading direction", () => {
  assert.equal(oneLine(" a\r\nBcc: b\u0000\u0085\u2028c\t\u202Ed\u2066e ", 300), "a Bcc: b c de");
});

Deno.test("oneLine keeps letters of every script", () => {
  const name = "移動平均線 🐻 مرحبا é";
  assert.equal(oneLine(name, 300), name);
});

Deno.test("oneLine replaces half a character", () => {
  assert.equal(oneLine("a\ud83d b", 300), "a\ufffd b");
});

Deno.test("cut ends with an ellipsis within its limit, never in half a character", () => {
  assert.equal(cut("abcdef", 6), "abcdef");
  assert.equal(cut("abcdefg", 6), "abcde…");
  assert.equal(cut("abcd🐻fg", 6), "abcd…");
  for (let max = 1; max < 40; max++) {
    const short = cut("🐻".repeat(30), max);
    assert.ok(short.length <= max && short.isWellFormed(), `at ${max}`);
  }
});

Deno.test("paragraphs are the lines that say something, within the limit together", () => {
  assert.deepEqual(paragraphs("one\r\n\r\n  two \u0007\u2029three", 300), ["one", "two", "three"]);
  assert.deepEqual(paragraphs("one\ntwo three", 8), ["one", "two…"]);
  assert.deepEqual(paragraphs(" \n ", 300), []);
  assert.deepEqual(paragraphs("a\n".repeat(14), 300).slice(10), ["a", "a a a"]);
});
