import assert from "node:assert/strict";
import { type LockedPackage, readAudit, unlicensed, unpinned } from "../../scripts/dependencies.ts";

const GOOD: LockedPackage = {
  version: "1.0.0",
  resolved: "https://registry.npmjs.org/a/-/a-1.0.0.tgz",
  integrity: `sha512-${"A".repeat(86)}==`,
  license: "MIT",
};

Deno.test("a package whose content nothing vouches for, or of another registry, is named", () => {
  assert.deepEqual(unpinned({ "": {}, "node_modules/a": GOOD }), []);
  const { integrity: _, ...bare } = GOOD;
  const wrong: Record<string, LockedPackage> = {
    "without integrity": bare,
    "with a weak one": { ...GOOD, integrity: "sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=" },
    "of another host": { ...GOOD, resolved: "https://registry.npmjs.org.evil.example/a.tgz" },
    "of a repository": { ...GOOD, resolved: "git+ssh://git@github.com/a/a.git#1" },
  };
  for (const [name, entry] of Object.entries(wrong)) {
    assert.equal(unpinned({ "node_modules/a": entry }).length, 1, name);
  }
});

Deno.test("a licence that is unknown, or asks for more than being named, is not bundled", () => {
  const verdict = (license?: string, more: LockedPackage = {}): number => {
    const { license: _, ...rest } = GOOD;
    return unlicensed({
      "node_modules/a": { ...rest, ...(license === undefined ? {} : { license }), ...more },
    }).length;
  };
  for (const license of ["MIT", "(MIT OR GPL-3.0-only)", "MIT AND Apache-2.0"]) {
    assert.equal(verdict(license), 0, license);
  }
  for (
    const license of ["GPL-3.0-only", "AGPL-3.0", "MPL-2.0", "MIT AND GPL-2.0", "SEE LICENSE IN x", undefined]
  ) {
    assert.equal(verdict(license), 1, license);
  }
  assert.equal(verdict("MPL-2.0", { dev: true }), 0);
});

Deno.test("what is known against a package fails, and a registry that does not answer is no pass in silence", () => {
  assert.throws(() => readAudit(JSON.stringify({ vulnerabilities: { a: { severity: "high" } } })), /a: high/);
  assert.doesNotMatch(readAudit(JSON.stringify({ vulnerabilities: {} })), /WARNING/);
  for (const report of ["", JSON.stringify({ message: "405 Method Not Allowed", error: {} })]) {
    assert.match(readAudit(report), /^WARNING/);
  }
});
