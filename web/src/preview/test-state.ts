// The state of a test in the query cache, and its end when its user leaves.
import type { SupabaseClient } from "@supabase/supabase-js";
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { Preview, Progress } from "../../../supabase/functions/preview-fix/answer.ts";
import type { Code } from "../decide/drafts.ts";

export interface Tested {
  preview: Preview;
  /** The code that was tested. */
  draft: Code;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface TestState {
  underWay: { progress: Progress | null; abort: AbortController } | null;
  /** Why the last one came to nothing, and when. */
  failure: { error: unknown; at: number } | null;
  /** The last that came to something. */
  tested: Tested | null;
}

export const NONE: TestState = { underWay: null, failure: null, tested: null };

/** Notes a test as under way; what is returned changes its state, for as long as it is that test's: the cache is emptied when a user leaves. */
export function beginTest(
  queries: QueryClient,
  key: QueryKey,
  abort: AbortController,
): (change: Partial<TestState>) => void {
  const begun = { underWay: { progress: null, abort }, failure: null };
  queries.setQueryData<TestState>(key, (state = NONE) => ({ ...state, ...begun }));
  return (change) => {
    queries.setQueryData<TestState>(
      key,
      (state) => state?.underWay?.abort === abort ? { ...state, ...change } : undefined,
    );
  };
}

/** Ends a test when the session of the user who began it is over, until what is returned is called. */
export function abortWithSession(
  { auth }: Pick<SupabaseClient, "auth">,
  userId: string,
  abort: AbortController,
): () => void {
  const { data } = auth.onAuthStateChange((event, session) => {
    // The first only tells how it was to begin with.
    if (event !== "INITIAL_SESSION" && session?.user.id !== userId) abort.abort();
  });
  return () => data.subscription.unsubscribe();
}
