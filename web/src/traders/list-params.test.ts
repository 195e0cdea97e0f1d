import { describe, expect, test } from "vitest";
import { isFiltered, readList, writeList } from "./list-params.ts";

const plain = { search: "", state: null, sort: "recent", isBuiltIn: false } as const;

describe("readList", () => {
  test("an address without parameters lists everything, the latest failing first", () => {
    expect(readList(new URLSearchParams(), true)).toEqual(plain);
  });

  test("all that the address says is read", () => {
    const params = new URLSearchParams("search=+dip+hunter+&state=waiting&sort=errors&built_in");
    expect(readList(params, true)).toEqual({
      search: "dip hunter",
      state: "waiting",
      sort: "errors",
      isBuiltIn: true,
    });
  });

  test("what nobody knows counts as not said", () => {
    expect(readList(new URLSearchParams("state=broken&sort=toString"), true)).toEqual(plain);
  });

  test("built-in traders are for operators", () => {
    expect(readList(new URLSearchParams("built_in"), false).isBuiltIn).toBe(false);
  });
});

describe("writeList", () => {
  test("what is as ever is left out, what does not belong to the list stays", () => {
    const params = new URLSearchParams("state=stopped&sort=name&from=mail");
    expect(writeList(params, plain).toString()).toBe("from=mail");
  });

  test("what is written is read again", () => {
    const list = { search: "a&b=<c>", state: "degraded", sort: "name", isBuiltIn: true } as const;
    expect(readList(writeList(new URLSearchParams(), list), true)).toEqual(list);
  });
});

test("search and state leave traders out, the order does not", () => {
  expect(isFiltered(plain)).toBe(false);
  expect(isFiltered({ ...plain, sort: "name" })).toBe(false);
  expect(isFiltered({ ...plain, state: "running" })).toBe(true);
  expect(isFiltered({ ...plain, search: "x" })).toBe(true);
});
