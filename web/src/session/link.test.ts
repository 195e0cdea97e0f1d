import { expect, test } from "vitest";
import { readArrival, signInBy } from "./link.ts";

const ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const link = { access_token: "a", refresh_token: "r", id: ID, email: "ada@example.com" };

/** A token as its reader sees it: nobody has signed it. */
function tokenOf(claims: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  return `e30.${btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_")}.`;
}

function fragmentOf(claims: unknown, more: Record<string, string> = { refresh_token: "r" }): string {
  return `#${new URLSearchParams({ access_token: tokenOf(claims), ...more })}`;
}

test("a link says whose session it brings, in any script, and where it leads", () => {
  for (const email of ["ada@example.com", "jürgen@пример.example", "<b>@example.com"]) {
    const access_token = tokenOf({ sub: ID, email });
    expect(readArrival("/traders/1?tab=history", fragmentOf({ sub: ID, email }))).toEqual({
      path: "/traders/1?tab=history",
      link: { access_token, refresh_token: "r", id: ID, email },
      problem: null,
    });
  }
});

test("a link that brings no session of anybody did not work", () => {
  const of = { sub: ID, email: "ada@example.com" };
  const broken = ["#access_token=", "#access_token=a.b.c&refresh_token=r", fragmentOf(of, {})];
  for (const claims of [{ ...of, email: "" }, { ...of, sub: "ada" }, { sub: ID }, null]) {
    broken.push(fragmentOf(claims));
  }
  for (const fragment of broken) {
    expect(readArrival("/settings", fragment)).toEqual({
      path: "/settings",
      link: null,
      problem: "bad_link",
    });
  }
});

test("a link that did not work is told from both places where the auth server says so, and from them alone", () => {
  const added = "error=access_denied&error_code=otp_expired&error_description=Email+link+is+invalid";
  const arrival = { path: "/settings?from=mail", link: null, problem: "otp_expired" };
  expect(readArrival("/settings?from=mail", `#${added}`)).toEqual(arrival);
  expect(readArrival(`/settings?from=mail&${added}`, "")).toEqual(arrival);
  const session = fragmentOf({ sub: ID, email: "ada@example.com" });
  expect(readArrival("/settings?from=mail", `${session}&${added}`)).toEqual(arrival);
});

test("a page that no link led to is left as it is", () => {
  for (const path of ["/traders/1?error=all&q=a%20b#code", "/settings", "/settings#a"]) {
    expect(readArrival(path, "")).toEqual({ path, link: null, problem: null });
  }
});

/** An auth server whose answer about the token is given. */
function authOf(
  answer: { data: unknown; error: Error | null },
): { auth: Parameters<typeof signInBy>[0]; set: unknown[] } {
  const set: unknown[] = [];
  const auth = {
    getUser: () => Promise.resolve(answer),
    setSession: (tokens: unknown) => {
      set.push(tokens);
      return Promise.resolve({ error: null });
    },
  };
  return { auth: auth as unknown as Parameters<typeof signInBy>[0], set };
}

test("a session is taken over if the server says that it is of whom the link says", async () => {
  const { auth, set } = authOf({ data: { user: { id: ID, email: link.email } }, error: null });
  await signInBy(auth, link);
  expect(set).toEqual([{ access_token: "a", refresh_token: "r" }]);
});

test("a session of somebody else, or of nobody, is not taken over", async () => {
  const other = { id: ID, email: "eve@example.com" };
  const refused = { data: { user: null }, error: new Error("invalid JWT") };
  for (const answer of [{ data: { user: other }, error: null }, refused]) {
    const { auth, set } = authOf(answer);
    await expect(signInBy(auth, link)).rejects.toThrow();
    expect(set).toEqual([]);
  }
});
