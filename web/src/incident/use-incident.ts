import { skipToken, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { nullable } from "zod/mini";
import { callDatabase } from "../api/call.ts";
import { type IncidentPage, incidentPageSchema } from "../api/incidents.ts";
import { keys } from "../api/keys.ts";
import { useClient } from "../api/supabase.tsx";
import type { FixProgress } from "../live/changes.ts";
import { useReadInterval } from "../live/live.tsx";

/** All that the page of an incident shows; null when it is not there or not the user's. */
export function useIncident(id: string): UseQueryResult<IncidentPage | null> {
  const client = useClient();
  return useQuery({
    queryKey: keys.incident(id),
    queryFn: ({ signal }) =>
      callDatabase(client, "incident_page", { incident_id: id }, nullable(incidentPageSchema), { signal }),
    refetchInterval: useReadInterval(),
  });
}

/** How far the latest attempt at a repair was last told to be; null while nothing was told. Never read from the server. */
export function useToldProgress(incidentId: string): FixProgress | null {
  const { data } = useQuery<FixProgress>({ queryKey: keys.progress(incidentId), queryFn: skipToken });
  return data ?? null;
}
