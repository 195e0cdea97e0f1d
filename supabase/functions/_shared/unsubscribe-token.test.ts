import assert from "node:assert/strict";
import { signUnsubscribe, verifyUnsubscribe } from "./unsubscribe-token.ts";

const user = "5c2a1f0e-8d3b-4c6a-9e7f-0123456789ab";
const other = "5c2a1f0e-8d3b-4c6a-9e7f-0123456789ac";

Deno.test("a token names the user it was signed for", () => {
  assert.equal(verifyUnsubscribe(signUnsubscribe(user, "one"), "one"), user);
});

Deno.test("a token outlives a rotation while its secret is still in the list, and no longer", () => {
  const token = signUnsubscribe(user, "old");
  assert.equal(verifyUnsubscribe(token, "new old"), user);
  assert.equal(verifyUnsubscribe(token, "new"), null);
});

Deno.test("the first secret of a list signs", () => {
  assert.equal(verifyUnsubscribe(signUnsubscribe(user, "new old"), "new"), user);
});

Deno.test("a token that was tampered with names nobody", () => {
  const token = signUnsubscribe(user, "one");
  const signature = token.slice(37);
  const tampered = [
    `${other}.${signature}`,
    `${user.toUpperCase()}.${signature}`,
    `${token}A`,
    token.slice(0, -1),
    ` ${token}`,
    `${user}.`,
    user,
    "",
    `${user}.${"A".repeat(43)}`,
    ...Array.from({ length: 43 }, (_, at) => {
      const changed = signature[at] === "A" ? "B" : "A";
      return `${user}.${signature.slice(0, at)}${changed}${signature.slice(at + 1)}`;
    }),
  ];
  for (const text of tampered) assert.equal(verifyUnsubscribe(text, "one"), null, text);
});

Deno.test("a signature has one spelling", () => {
  const token = signUnsubscribe(user, "one");
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const accepted = [];
  for (const last of alphabet) {
    if (verifyUnsubscribe(token.slice(0, -1) + last, "one") !== null) accepted.push(last);
  }
  assert.deepEqual(accepted, [token.slice(-1)]);
});
