import { expect, test } from "vitest";
import { type Filters, isNarrowed, noFilters, readFilters, writeFilters } from "./filters.ts";

const traderId = "00000000-0000-4000-8000-000000000001";

test.each<Filters>([
  noFilters,
  { isUnread: true, group: null, traderId: null },
  { isUnread: false, group: "repairs", traderId },
  { isUnread: true, group: "platform", traderId },
])("%o survives the address", (filters) => expect(readFilters(writeFilters(filters))).toEqual(filters));

test("no filters leave the address as it is", () => expect(writeFilters(noFilters).toString()).toBe(""));

test("what an address says wrong is left out", () => {
  expect(readFilters(new URLSearchParams("show=all&about=toString&trader=me"))).toEqual(noFilters);
});

test("unread alone narrows nothing to a part of what is told", () => {
  expect(isNarrowed({ ...noFilters, isUnread: true })).toBe(false);
  expect(isNarrowed({ ...noFilters, group: "repairs" })).toBe(true);
  expect(isNarrowed({ ...noFilters, traderId })).toBe(true);
});
