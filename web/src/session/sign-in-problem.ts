import { AuthError, isAuthRetryableFetchError } from "@supabase/supabase-js";

const TEXTS: Record<string, string> = {
  invalid_credentials:
    "The e-mail address or the password is wrong. Check both, or have a link mailed to you.",
  email_not_confirmed:
    "This address is not confirmed yet. Have a link mailed to you: signing in by it confirms the address.",
  otp_expired: "This code is wrong, used or too old. Check it, or have another mail sent.",
  over_email_send_rate_limit: "A mail was sent a moment ago. Wait a minute before you ask for another one.",
  over_request_rate_limit: "Too many tries in a short time. Wait a minute, then try again.",
  user_banned: "This account is blocked. Ask whoever runs the platform.",
  validation_failed: "This does not look like an e-mail address.",
};
const UNREACHABLE = "The server cannot be reached. Check your connection, then try again.";

/** What went wrong with signing in, and what to do, in a sentence or two. */
export function signInProblem(error: unknown): string {
  if (isAuthRetryableFetchError(error)) return UNREACHABLE;
  if (!(error instanceof AuthError)) return "Signing in did not work. Try again.";
  const text = TEXTS[error.code ?? ""];
  if (text !== undefined) return text;
  if (error.status === 429) return TEXTS.over_request_rate_limit ?? error.message;
  return `Signing in did not work: ${error.message}. Try again.`;
}

/** No account has this address. Whoever asks is told the same as if one had, so that nobody finds out who has an account. */
export function isUnknownUser(error: unknown): boolean {
  return error instanceof AuthError &&
    ["otp_disabled", "signup_disabled", "user_not_found"].includes(error.code ?? "");
}

/** What is wrong with a mailed link that did not sign in. */
export function linkProblem(code: string): string {
  return code === "otp_expired"
    ? "This link is used or too old: links work once, within an hour. Have another one mailed to you."
    : "This link did not work. Have another one mailed to you, or sign in with your password.";
}

/** What has to be typed anew; null if nothing. */
export function emailProblem(email: string): string | null {
  if (email.trim() === "") return "Type the e-mail address of your account.";
  return /^\S+@\S+$/.test(email.trim()) ? null : "This does not look like an e-mail address.";
}

/** The digits of a typed or pasted code. */
export function digitsOf(code: string): string {
  return code.replace(/\D/g, "");
}
