import { useMutation, type UseMutationResult, useQueryClient } from "@tanstack/react-query";
import { keys } from "../api/keys.ts";
import { type Marked, type MarkedOnes, markNotifications } from "../api/notifications.ts";
import { useClient } from "../api/supabase.tsx";
import { readAgain } from "../live/read-again.ts";

export interface Mark {
  which: MarkedOnes;
  /** Unread again if false. */
  isRead: boolean;
}

/** Marks notifications; done when what is shown of them is read again. */
export function useMark(): UseMutationResult<Marked, Error, Mark> {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ which, isRead }: Mark) => markNotifications(client, which, isRead),
    onSettled: () => readAgain(queries, keys.notifications),
  });
}
