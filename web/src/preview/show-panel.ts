/** Of the element that holds the test's results. */
export const TEST_PANEL = "test";

/** Brings the test's results into sight, and the focus to them. */
export function showTestPanel(): void {
  const panel = document.getElementById(TEST_PANEL);
  panel?.scrollIntoView({ behavior: "smooth" });
  panel?.focus({ preventScroll: true });
}
