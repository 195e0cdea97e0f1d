import { expect, test } from "vitest";
import { eachOnce } from "./each-once.ts";

test("what is on two pages is kept where it comes first", () => {
  const items = [{ id: "a", at: 1 }, { id: "b", at: 2 }, { id: "a", at: 3 }];
  expect(eachOnce(items)).toEqual([{ id: "a", at: 1 }, { id: "b", at: 2 }]);
});
