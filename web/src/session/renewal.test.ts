import { AuthApiError, AuthRetryableFetchError } from "@supabase/supabase-js";
import { expect, test } from "vitest";
import { createRenewal } from "./renewal.ts";

/** An auth client that answers every renewal in this way, and what was done with it. */
function renewal(
  error: Error | null,
): { refuse: () => Promise<void>; done: string[]; wait: (ms: number) => void } {
  const done: string[] = [];
  let time = 0;
  const auth = {
    refreshSession: () => {
      done.push("renewed");
      return Promise.resolve({ data: { session: null, user: null }, error });
    },
    signOut: () => {
      done.push("signed out");
      return Promise.resolve({ error: null });
    },
  };
  const refuse = createRenewal(
    auth as unknown as Parameters<typeof createRenewal>[0],
    () => done.push("read"),
    () => time,
  );
  return {
    done,
    wait: (ms) => time += ms,
    refuse: () => {
      refuse();
      return new Promise((resolve) => setTimeout(resolve));
    },
  };
}

test("a refused session is renewed once for many refusals, and everything is read again", async () => {
  const { refuse, done } = renewal(null);
  await Promise.all([refuse(), refuse(), refuse()]);
  expect(done).toEqual(["renewed", "read"]);
});

test("a session that cannot be renewed ends", async () => {
  const { refuse, done } = renewal(new AuthApiError("Invalid Refresh Token", 400, "refresh_token_not_found"));
  await refuse();
  expect(done).toEqual(["renewed", "signed out"]);
});

test("a session that is refused again right after it was renewed ends, and a later refusal renews it again", async () => {
  const early = renewal(null);
  await early.refuse();
  await early.refuse();
  expect(early.done).toEqual(["renewed", "read", "signed out"]);

  const late = renewal(null);
  await late.refuse();
  late.wait(3_600_000);
  await late.refuse();
  expect(late.done).toEqual(["renewed", "read", "renewed", "read"]);
});

test("without an answer the session stays", async () => {
  const { refuse, done } = renewal(new AuthRetryableFetchError("Failed to fetch", 0));
  await refuse();
  expect(done).toEqual(["renewed"]);
});
