// One private channel for each open page. Whatever it tells only says what to read again; on every join everything that is shown is read
// again, so a lost message costs time and nothing else.
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { keys } from "../api/keys.ts";
import { useClient } from "../api/supabase.tsx";
import { type LiveEvent, liveEvents, progressOf, readChanges, staleKeys } from "./changes.ts";
import { gather } from "./gather.ts";
import { readAgain } from "./read-again.ts";

/** Whether changes are heard of at once. While they are not, pages read more often. */
const LiveContext = createContext(false);

/** Within this time the same thing is read once at most. */
const GATHER_MS = 150;
const EVERYTHING: QueryKey = [];
const LIVE_INTERVAL_MS = 300_000;
const BLIND_INTERVAL_MS = 30_000;

export function LiveProvider({ userId, children }: { userId: string; children: ReactNode }): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const [isLive, setIsLive] = useState(false);

  useEffect(() => {
    const stale = gather(GATHER_MS, (key) => readAgain(queries, key));
    const hear = (event: LiveEvent, payload: unknown): void => {
      const changes = readChanges(payload);
      for (const change of changes) {
        const told = event === "fix" ? progressOf(change) : null;
        if (told !== null) queries.setQueryData(keys.progress(told.incidentId), told.progress);
      }
      for (const key of staleKeys(event, changes)) stale.add(key);
    };
    const channel = client.channel(`user:${userId}`, { config: { private: true } });
    for (const event of liveEvents) channel.on("broadcast", { event }, ({ payload }) => hear(event, payload));
    channel.subscribe((status) => {
      setIsLive(status === "SUBSCRIBED");
      if (status === "SUBSCRIBED") stale.add(EVERYTHING);
    });
    return () => {
      stale.clear();
      void client.removeChannel(channel);
    };
  }, [client, queries, userId]);

  return (
    <LiveContext value={isLive}>
      <div data-live={isLive}>{children}</div>
    </LiveContext>
  );
}

export function useIsLive(): boolean {
  return use(LiveContext);
}

/** For `refetchInterval`: hints get lost, and some networks let none through. */
export function useReadInterval(): number {
  return use(LiveContext) ? LIVE_INTERVAL_MS : BLIND_INTERVAL_MS;
}
