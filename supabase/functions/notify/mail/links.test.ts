import assert from "node:assert/strict";
import { appLink } from "./links.ts";

const APP = "https://app.example.com";

Deno.test("appLink leads to a path of the app", () => {
  assert.equal(appLink(APP, "/traders/1?tab=errors#last"), `${APP}/traders/1?tab=errors#last`);
});

Deno.test("appLink keeps the folder that the app is in", () => {
  assert.equal(appLink(`${APP}/recovery/`, "/settings"), `${APP}/recovery/settings`);
});

for (
  const path of [
    "//evil.example/x",
    "/\\evil.example",
    "/\t/evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "@evil.example",
    ".evil.example",
    "",
    `/${"x".repeat(3_000)}`,
  ]
) {
  Deno.test(`appLink gives the app's own address for ${JSON.stringify(path.slice(0, 30))}`, () => {
    assert.equal(appLink(APP, path), `${APP}/`);
  });
}

Deno.test("appLink stays with the app's origin also where the app is in a folder", () => {
  for (const path of ["//evil.example", "/../../..//evil.example", "/\\evil.example"]) {
    assert.equal(new URL(appLink(`${APP}/recovery`, path)).origin, APP);
  }
});
