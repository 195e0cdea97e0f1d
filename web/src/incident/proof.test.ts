import { describe, expect, it } from "vitest";
import type { Proof } from "../api/fixes.ts";
import { proofRows, proofSentence, sourceWords, standingOf, whyNotProven } from "./proof.ts";
import { testProof } from "./test-page.ts";

const proof: Proof = {
  ...testProof,
  failure_seen: { symbol: "NEWUSDT", message: "panic", line: 2, source: "return *rsi < 30" },
};
const finding = { code: "data_unused", message: "It uses no data.", line: 3 };

describe("how well a repair is proven", () => {
  it("is proven only if the record says so in every point", () => {
    expect(standingOf({ validated: true, validation: proof })).toBe("proven");
    const flaws: Partial<Proof>[] = [
      { reproduced: false },
      { compiles: false },
      { crash_input_passes: false },
      { failing: [{ symbol: "BTCUSDT", message: "panic" }] },
      { suppression: [finding] },
      { verdict: "not_validated" },
    ];
    for (const flaw of flaws) {
      expect(standingOf({ validated: true, validation: { ...proof, ...flaw } })).toBe("not_proven");
    }
    expect(standingOf({ validated: false, validation: proof })).toBe("not_proven");
    expect(standingOf({ validated: true, validation: null })).toBe("not_proven");
  });

  it("is told apart where only made-up markets were there", () => {
    const made = { ...proof, captured: 0, others_from: "samples" as const };
    expect(standingOf({ validated: true, validation: made })).toBe("samples");
    expect(proofSentence(made)).toContain("25 made-up markets");
    expect(sourceWords(made)).toBe("Tried on 25 made-up sample markets.");
    expect(standingOf({ validated: true, validation: { ...made, captured: 1 } })).toBe("proven");
  });

  it("is told apart where verdicts change", () => {
    const changed = { ...proof, healthy: { inputs: 20, equal: 19, changed: [] } };
    expect(standingOf({ validated: true, validation: changed })).toBe("changed");
    expect(standingOf({ validated: false, validation: changed })).toBe("not_proven");
  });
});

describe("a proof in words", () => {
  it("says how many verdicts stayed the same", () => {
    expect(proofSentence(proof)).toContain("all 20 results stayed the same");
    expect(proofSentence({ ...proof, healthy: { inputs: 20, equal: 18, changed: [] } })).toContain(
      "18 of 20 results stayed the same, 2 changed",
    );
    expect(proofSentence({ ...proof, healthy: { inputs: 0, equal: 0, changed: [] } })).toContain(
      "no results to compare",
    );
  });

  it("names where the failure was seen", () => {
    expect(proofRows(proof)[0]).toEqual({
      state: "yes",
      text: "The failure was made to happen again on NEWUSDT at line 2",
      detail: "panic",
    });
  });

  it("lists findings with their line as what speaks against it", () => {
    expect(proofRows({ ...proof, suppression: [finding] })).toContainEqual({
      state: "no",
      text: "It uses no data (line 3).",
    });
  });

  it("does not say that nothing is silenced where nobody looked", () => {
    const failing = { ...proof, failing: [{ symbol: "BTCUSDT", message: "panic" }], p95_ms: null };
    expect(proofRows(failing).filter(({ text }) => text.includes("silenced"))).toEqual([]);
    expect(proofRows({ ...failing, replayed: 0, failing: [] }).map(({ text }) => text)).toContain(
      "It was tried on no market",
    );
  });

  it("gives the reason why it is none as a sentence", () => {
    expect(whyNotProven({ validated: false, validation: { ...proof, failure: "On X it failed: panic" } }))
      .toBe(
        "On X it failed: panic.",
      );
    expect(whyNotProven({ validated: false, validation: null })).toBe("Nothing shows yet that it works.");
    expect(whyNotProven({ validated: true, validation: null })).toBe(
      "The record of its proof cannot be read.",
    );
    expect(whyNotProven({ validated: false, validation: { ...proof, suppression: [finding] } })).toBe(
      "It uses no data.",
    );
  });
});
