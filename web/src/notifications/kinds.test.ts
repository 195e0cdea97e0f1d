import { expect, test } from "vitest";
import { groupIds, groupOf, groups, toneOf } from "./kinds.ts";

test("every kind is in one group", () => {
  const kinds = groupIds.flatMap((id) => [...groups[id].kinds]);
  expect(new Set(kinds).size).toBe(kinds.length);
  for (const id of groupIds) for (const kind of groups[id].kinds) expect(groupOf(kind)).toBe(id);
});

test("a kind that is not known has no group and no tone", () => {
  expect(groupOf("made_up")).toBeNull();
  expect(toneOf("made_up")).toBe("neutral");
});
