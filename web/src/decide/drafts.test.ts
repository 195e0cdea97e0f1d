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

const DRAFT = { code: "return true", series_code: "" };

test("a draft is there again after a reload, until it is removed", () => {
  const storage = fakeStorage();
  new Drafts(() => storage).set("one", DRAFT);
  const reloaded = new Drafts(() => storage);
  expect(reloaded.get("one")).toEqual(DRAFT);
  expect(reloaded.get("two")).toBeNull();
  reloaded.remove("one");
  expect(new Drafts(() => storage).get("one")).toBeNull();
});

test("a draft is the same object until it changes, and who listens hears of each change", () => {
  const drafts = new Drafts(fakeStorage);
  let heard = 0;
  const stop = drafts.listen(() => heard++);
  drafts.set("one", DRAFT);
  expect(drafts.get("one")).toBe(drafts.get("one"));
  stop();
  drafts.set("one", { ...DRAFT, code: "return false" });
  expect(heard).toBe(1);
});

test("without storage a draft lasts as long as the page, and what is stored and is none is ignored", () => {
  const blocked = new Drafts(() => {
    throw new Error("blocked");
  });
  expect(blocked.get("one")).toBeNull();
  blocked.set("one", DRAFT);
  expect(blocked.get("one")).toEqual(DRAFT);

  const storage = fakeStorage();
  storage.set("draft:one", `{"code":1}`);
  storage.set("draft:two", `{`);
  const drafts = new Drafts(() => storage);
  expect([drafts.get("one"), drafts.get("two")]).toEqual([null, null]);
});
