import { expect, test } from "vitest";
import { readArrival, signInPath } from "./arrival.ts";

test("a page that no link led to keeps its query", () => {
  expect(readArrival({ pathname: "/traders/1", search: "?type=filter", hash: "#code" })).toEqual({
    isByLink: false,
    problem: null,
    path: "/traders/1?type=filter",
  });
});

test("a link that worked leaves the page it led to", () => {
  const hash = "#access_token=a&refresh_token=b&expires_in=3600&token_type=bearer&type=magiclink";
  expect(readArrival({ pathname: "/traders/1", search: "?tab=history", hash })).toEqual({
    isByLink: true,
    problem: null,
    path: "/traders/1?tab=history",
  });
});

test("a link that did not work is told from both places where the auth server says so", () => {
  const added = "error=access_denied&error_code=otp_expired&error_description=Email+link+is+invalid";
  const arrival = { isByLink: true, problem: "otp_expired", path: "/settings" };
  expect(readArrival({ pathname: "/settings", search: "", hash: `#${added}` })).toEqual(arrival);
  expect(readArrival({ pathname: "/settings", search: `?${added}`, hash: "" })).toEqual(arrival);
});

test("the sign-in page is told where to go, and what was wrong", () => {
  expect(signInPath("/traders/1?tab=a", { problem: null, hasExpired: false })).toBe(
    "/sign-in?to=%2Ftraders%2F1%3Ftab%3Da",
  );
  expect(signInPath("/", { problem: null, hasExpired: true })).toBe("/sign-in?to=%2F&expired");
  expect(signInPath("/", { problem: "otp_expired", hasExpired: true })).toBe(
    "/sign-in?to=%2F&link=otp_expired",
  );
});
