import type { SupabaseClient } from "@supabase/supabase-js";
import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { abortWithSession, beginTest } from "./test-state.ts";

const KEY = ["incident", "one", "preview", "sha"];

test("a test that goes on after its user has left writes nothing into the cache of the next one", () => {
  const queries = new QueryClient();
  const abort = new AbortController();
  const change = beginTest(queries, KEY, abort);
  expect(queries.getQueryData(KEY)).toMatchObject({ underWay: { abort } });
  queries.clear();
  change({ underWay: null, failure: { error: "late", at: 0 } });
  expect(queries.getQueryData(KEY)).toBeUndefined();

  const next = new AbortController();
  beginTest(queries, KEY, next);
  change({ underWay: null });
  expect(queries.getQueryData(KEY)).toMatchObject({ underWay: { abort: next } });
});

test("a test ends with its user's session, and not when that is renewed", () => {
  type Listener = Parameters<SupabaseClient["auth"]["onAuthStateChange"]>[0];
  const listeners = new Set<Listener>();
  const auth = {
    onAuthStateChange(listener: Listener): unknown {
      listeners.add(listener);
      return { data: { subscription: { unsubscribe: () => listeners.delete(listener) } } };
    },
  };
  const tell = (id: string | null): void => {
    const session = id === null ? null : { user: { id } };
    for (const listener of listeners) void listener("TOKEN_REFRESHED", session as Parameters<Listener>[1]);
  };
  const abort = new AbortController();
  const stop = abortWithSession({ auth } as unknown as SupabaseClient, "me", abort);
  tell("me");
  expect(abort.signal.aborted).toBe(false);
  tell("you");
  expect(abort.signal.aborted).toBe(true);
  stop();
  expect(listeners.size).toBe(0);
});
