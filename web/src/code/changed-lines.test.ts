import { describe, expect, it } from "vitest";
import { changedLines } from "./changed-lines.ts";

describe("the lines that differ", () => {
  it("are those that go and those that come", () => {
    expect(changedLines("a\nb\nc", "a\nx\ny\nc")).toEqual({ gone: [2], come: [2, 3] });
    expect(changedLines("a\nc", "a\nb\nc")).toEqual({ gone: [], come: [2] });
    expect(changedLines("a\nb\nc", "a\nc")).toEqual({ gone: [2], come: [] });
  });

  it("may be the last ones, or all, or none", () => {
    expect(changedLines("a\nb", "a\nc")).toEqual({ gone: [2], come: [2] });
    expect(changedLines("a", "b")).toEqual({ gone: [1], come: [1] });
    expect(changedLines("a\nb", "a\nb")).toEqual({ gone: [], come: [] });
  });
});
