import { describe, expect, it } from "vitest";
import { conditionsKept } from "./conditions.ts";
import { testProof } from "./test-page.ts";

describe("whether conditions are kept", () => {
  const tone = (validation: typeof testProof | null, validated = true): string =>
    conditionsKept({ validated, validation }).tone;

  it("is only said of a proven repair whose verdicts are all the same", () => {
    expect(tone(testProof)).toBe("good");
    expect(tone({ ...testProof, healthy: { inputs: 20, equal: 18, changed: [] } })).toBe("warn");
    expect(tone({ ...testProof, healthy: { inputs: 0, equal: 0, changed: [] } })).toBe("neutral");
    expect(tone(testProof, false)).toBe("warn");
    expect(tone(null)).toBe("warn");
  });

  it("names the line where a condition was dropped", () => {
    const suppression = [{ code: "condition_dropped", message: "It no longer asks for volume.", line: 4 }];
    expect(conditionsKept({ validated: false, validation: { ...testProof, suppression } })).toEqual({
      tone: "bad",
      text: "A condition may be gone: It no longer asks for volume (line 4).",
    });
  });
});
