import { AuthApiError, AuthRetryableFetchError } from "@supabase/supabase-js";
import { expect, test } from "vitest";
import { digitsOf, emailProblem, isUnknownUser, linkProblem, signInProblem } from "./sign-in-problem.ts";

test("a wrong password is told without telling whether the address has an account", () => {
  const error = new AuthApiError("Invalid login credentials", 400, "invalid_credentials");
  expect(signInProblem(error)).toMatch(/address or the password is wrong/);
});

test("being too fast is told by the code, or by the status alone", () => {
  const mail = new AuthApiError("only after 59 seconds", 429, "over_email_send_rate_limit");
  expect(signInProblem(mail)).toMatch(/Wait a minute before you ask for another/);
  expect(signInProblem(new AuthApiError("Too many requests", 429, undefined))).toMatch(/Too many tries/);
});

test("a server that does not answer is no wrong password", () => {
  expect(signInProblem(new AuthRetryableFetchError("Failed to fetch", 0))).toMatch(/cannot be reached/);
});

test("an error without a text of its own tells what the server said", () => {
  expect(signInProblem(new AuthApiError("Hook refused", 500, "hook_failed"))).toMatch(/Hook refused/);
});

test("an address without an account looks like any other", () => {
  expect(isUnknownUser(new AuthApiError("Signups not allowed for otp", 422, "otp_disabled"))).toBe(true);
  expect(isUnknownUser(new AuthApiError("slow down", 429, "over_email_send_rate_limit"))).toBe(false);
});

test("a link that is used says how to get another one", () => {
  expect(linkProblem("otp_expired")).toMatch(/used or too old/);
  expect(linkProblem("<script>")).toMatch(/did not work/);
});

test("an address needs a name and a place", () => {
  expect(emailProblem(" ada@example.com ")).toBeNull();
  expect(emailProblem("")).toMatch(/Type/);
  expect(emailProblem("ada")).toMatch(/does not look/);
});

test("a pasted code loses what is no digit", () => {
  expect(digitsOf(" 012 345\n")).toBe("012345");
});
