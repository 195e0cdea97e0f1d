import { expect, test } from "vitest";
import { Drafts } from "./drafts.ts";

function fakeStorage(): Map<string, string> & Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  const map = new Map<string, string>();
  return Object.assign(map, {
    getItem: (name: string): string | null => map.get(name) ?? null,
    setItem: (name: string, value: string): void => void map.set(name, value),
    removeItem: (name: string): void => void map.delete(name),
  });
}

const CODE = { code: "return true", series_code: "" };
const DRAFT = { ...CODE, start: { ...CODE, code: "return x" }, code_sha256: "shown" };

test("a draft is there again after a reload, until it is removed", () => {
  const storage = fakeStorage();
  new Drafts(() => storage).set("me", "one", DRAFT);
  const reloaded = new Drafts(() => storage);
  expect(reloaded.get("me", "one")).toEqual(DRAFT);
  expect(reloaded.get("me", "two")).toBeNull();
  reloaded.remove("me", "one");
  expect(new Drafts(() => storage).get("me", "one")).toBeNull();
});

test("a draft is the same object until it changes, and who listens hears of each change", () => {
  const drafts = new Drafts(fakeStorage);
  let heard = 0;
  const stop = drafts.listen(() => heard++);
  drafts.set("me", "one", DRAFT);
  expect(drafts.get("me", "one")).toBe(drafts.get("me", "one"));
  stop();
  drafts.set("me", "one", { ...DRAFT, code: "return false" });
  expect(heard).toBe(1);
});

test("what one user has written is not shown to another one in the same tab", () => {
  const drafts = new Drafts(fakeStorage);
  drafts.set("me", "one", DRAFT);
  expect(drafts.get("you", "one")).toBeNull();
});

test("without storage a draft lasts as long as the page, and what is stored and is none is ignored", () => {
  const blocked = new Drafts(() => {
    throw new Error("blocked");
  });
  expect(blocked.get("me", "one")).toBeNull();
  blocked.set("me", "one", DRAFT);
  expect(blocked.get("me", "one")).toEqual(DRAFT);

  const storage = fakeStorage();
  storage.set("draft:me:one", JSON.stringify({ ...CODE, code_sha256: "shown" }));
  storage.set("draft:me:two", `{`);
  const drafts = new Drafts(() => storage);
  expect([drafts.get("me", "one"), drafts.get("me", "two")]).toEqual([null, null]);
});
