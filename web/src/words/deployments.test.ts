import { describe, expect, it } from "vitest";
import { testDeployment } from "../incident/test-page.ts";
import { deploymentWords, didNotHold } from "./deployments.ts";

describe("a deployment in words", () => {
  it("is called live only when it is", () => {
    const saved = testDeployment({ status: "pending", next: "retry", reason: "timeout", live_since: null });
    expect(deploymentWords(saved)).toMatchObject({
      label: "Saved, trying again",
      detail:
        "Saved, but not live yet because the executor did not answer in time. It is tried again by itself",
      until: saved.next_attempt_at,
    });
    expect(deploymentWords(testDeployment({ status: "failed", reason: "refused", error: "1:1: nonsense" })))
      .toMatchObject({
        label: "Not deployed",
        detail: "Not live because the executor refused the code. The executor said: 1:1: nonsense",
      });
    expect(deploymentWords(testDeployment({ status: "failed", reason: "no_healthy_version" })).label).toBe(
      "Live, but failing",
    );
  });

  it("is called verified in full only where the executor has confirmed it", () => {
    const verified = testDeployment({ status: "verified", next: "none" });
    expect(deploymentWords(verified)).toMatchObject({ tone: "good", label: "Verified" });
    expect(deploymentWords({ ...verified, confirmed_at: null })).toMatchObject({
      tone: "neutral",
      label: "Verified, not confirmed",
      detail: expect.stringContaining("never confirmed that it runs this code"),
    });
  });

  it("says what comes back if it fails, unless it is that itself", () => {
    expect(deploymentWords(testDeployment()).detail).toContain("the last healthy version comes back");
    expect(deploymentWords(testDeployment({ is_automatic: true })).detail).toContain("not taken back");
    expect(deploymentWords(testDeployment({ watch_until: null })).detail).not.toContain("The watch ends");
  });

  it("says why it was taken back", () => {
    const back = testDeployment({ status: "rolled_back", reason: "taken_back", error: "It misses too much" });
    expect(deploymentWords(back).detail).toBe(
      "It was taken back by hand. Reason: It misses too much",
    );
    expect(deploymentWords({ ...back, error: "Taken back by hand" }).detail).toBe(
      "It was taken back by hand.",
    );
    expect(didNotHold(back)).toBe(false);
    expect(didNotHold({ reason: "fault_on_probation" })).toBe(true);
    expect(didNotHold({ reason: "auto_rollback_off" })).toBe(true);
    expect(didNotHold({ reason: null })).toBe(false);
  });
});
