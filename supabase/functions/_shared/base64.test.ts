import assert from "node:assert/strict";
import { fromBase64, toBase64 } from "./base64.ts";

for (const length of [0, 1, 2, 3, 100_000]) {
  Deno.test(`base64 of ${length} bytes is read back as them`, () => {
    const bytes = Uint8Array.from({ length }, (_, index) => index * 31 % 256);
    assert.deepEqual(new Uint8Array(fromBase64(toBase64(bytes.buffer))), bytes);
  });
}

Deno.test("base64 is what the standard says", () => {
  assert.equal(toBase64(new TextEncoder().encode("any carnal pleas").buffer), "YW55IGNhcm5hbCBwbGVhcw==");
});
