// A test goes on, and its result stays, while one looks at something else: both are in the query cache and not in a component.
import {
  type QueryClient,
  type QueryKey,
  skipToken,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { Preview, Progress } from "../../../supabase/functions/preview-fix/answer.ts";
import { keys } from "../api/keys.ts";
import { askPreview, type PreviewRequest } from "../api/preview.ts";
import { useClient } from "../api/supabase.tsx";
import type { Draft } from "../decide/drafts.ts";
import { toastDone } from "../ui/toaster.tsx";
import type { Asked } from "./asked.ts";
import type { Subject } from "./subjects.ts";

const KEPT_MS = 3_600_000;

export interface Tested {
  preview: Preview;
  /** The code that was tested. */
  draft: Draft;
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

export interface Test extends TestState {
  start: (asked: Asked) => void;
  cancel: () => void;
}

const NONE: TestState = { underWay: null, failure: null, tested: null };

/** The test of one piece of code for an incident: how far it is, what it found, and the ways to start and end it. */
export function useTest(incidentId: string, subject: Subject): Test {
  const client = useClient();
  const queries = useQueryClient();
  const queryKey = [...keys.incident(incidentId), "preview", subject.key];
  const { data = NONE } = useQuery<TestState>({ queryKey, queryFn: skipToken, gcTime: KEPT_MS });
  // A mutation, so that a session that has ended is noticed as it is everywhere.
  const { mutate } = useMutation({
    mutationFn: async ({ draft, request }: { draft: Draft; request: PreviewRequest }) => {
      const change = changer(queries, queryKey);
      const abort = new AbortController();
      change({ underWay: { progress: null, abort }, failure: null });
      const onProgress = (progress: Progress): void => change({ underWay: { progress, abort } });
      try {
        const preview = await askPreview(client, request, { signal: abort.signal, onProgress });
        change({ underWay: null, tested: { preview, draft, at: Date.now() } });
      } catch (error) {
        change({ underWay: null, failure: abort.signal.aborted ? null : { error, at: Date.now() } });
        if (!abort.signal.aborted) throw error;
      }
    },
  });
  return {
    ...data,
    start: (asked) => {
      if (queries.getQueryData<TestState>(queryKey)?.underWay) return;
      mutate({ draft: subject.draft, request: { ...subject.request, ...asked } });
    },
    cancel: () => {
      data.underWay?.abort.abort();
      toastDone("Test cancelled");
    },
  };
}

function changer(queries: QueryClient, key: QueryKey): (change: Partial<TestState>) => void {
  return (change) => {
    queries.setQueryData<TestState>(key, (state = NONE) => ({ ...state, ...change }));
  };
}
