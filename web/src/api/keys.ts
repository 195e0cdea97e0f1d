// The keys of what is read, from the general to the special: changing `["incident", id]` means all that is read of that incident.
import type { QueryKey } from "@tanstack/react-query";

export const keys = {
  traders: ["traders"],
  trader: (id: string): QueryKey => ["trader", id],
  incident: (id: string): QueryKey => ["incident", id],
  /** How far the attempt at a repair of an incident is, as Realtime told. Never read from the server. */
  progress: (incidentId: string): QueryKey => ["progress", incidentId],
  notifications: ["notifications"],
  spend: ["spend"],
  preferences: ["preferences"],
  operations: ["operations"],
} as const;
