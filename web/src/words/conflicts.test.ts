import { expect, test } from "vitest";
import { ApiError, isConflict, messageOf } from "../api/api-error.ts";
import { explained } from "./conflicts.ts";

const of = (code: string, message: string): string => messageOf(explained(new ApiError(code, message, 409)));

test("a conflict says what came in between, and stays a conflict", () => {
  expect(of("base_moved", "Cannot")).toMatch(/changed in the meantime/);
  expect(of("fix_not_proposed", "Cannot accept this fix: it is rejected, not proposed; reload")).toMatch(
    /rejected already, perhaps in another tab/,
  );
  expect(isConflict(explained(new ApiError("base_moved", "", 409)))).toBe(true);
});

test("what is not known, and what is no conflict, keeps its words", () => {
  expect(of("news", "Something new")).toBe("Something new");
  const error = new ApiError("unreachable", "No connection", 0);
  expect(explained(error)).toBe(error);
});
