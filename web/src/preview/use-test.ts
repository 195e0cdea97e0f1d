// A test goes on, and its result stays, while one looks at something else: both are in the query cache and not in a component.
import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Progress } from "../../../supabase/functions/preview-fix/answer.ts";
import { keys } from "../api/keys.ts";
import { askPreview, type PreviewRequest } from "../api/preview.ts";
import { useClient } from "../api/supabase.tsx";
import type { Code } from "../decide/drafts.ts";
import { useUser } from "../session/session.tsx";
import { toastDone } from "../ui/toaster.tsx";
import type { Asked } from "./asked.ts";
import type { Subject } from "./subjects.ts";
import { abortWithSession, beginTest, NONE, type TestState } from "./test-state.ts";

const KEPT_MS = 3_600_000;

export interface Test extends TestState {
  start: (asked: Asked) => void;
  cancel: () => void;
}

/** The test of one piece of code for an incident: how far it is, what it found, and the ways to start and end it. */
export function useTest(incidentId: string, subject: Subject): Test {
  const client = useClient();
  const queries = useQueryClient();
  const { id: userId } = useUser();
  const queryKey = [...keys.incident(incidentId), "preview", subject.key];
  const { data = NONE } = useQuery<TestState>({ queryKey, queryFn: skipToken, gcTime: KEPT_MS });
  // A mutation, so that a session that has ended is noticed as it is everywhere.
  const { mutate } = useMutation({
    mutationFn: async ({ draft, request }: { draft: Code; request: PreviewRequest }) => {
      const abort = new AbortController();
      const stopListening = abortWithSession(client, userId, abort);
      const change = beginTest(queries, queryKey, abort);
      const onProgress = (progress: Progress): void => change({ underWay: { progress, abort } });
      try {
        const preview = await askPreview(client, request, { signal: abort.signal, onProgress });
        change({ underWay: null, tested: { preview, draft, at: Date.now() } });
      } catch (error) {
        change({ underWay: null, failure: abort.signal.aborted ? null : { error, at: Date.now() } });
        if (!abort.signal.aborted) throw error;
      } finally {
        stopListening();
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
