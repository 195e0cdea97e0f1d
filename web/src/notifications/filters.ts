// What the list of notifications is narrowed to, as it is in the address.
import * as z from "zod/mini";
import { type Group, groupIds } from "./kinds.ts";

export interface Filters {
  isUnread: boolean;
  group: Group | null;
  traderId: string | null;
}

const groupSchema = z.catch(z.nullable(z.enum(groupIds as [Group, ...Group[]])), null);
const traderSchema = z.catch(z.nullable(z.guid()), null);

/** What the address asks for; what it does not say right is left out. */
export function readFilters(params: URLSearchParams): Filters {
  return {
    isUnread: params.get("show") === "unread",
    group: groupSchema.parse(params.get("about")),
    traderId: traderSchema.parse(params.get("trader")),
  };
}

export function writeFilters({ isUnread, group, traderId }: Filters): URLSearchParams {
  return new URLSearchParams({
    ...(isUnread && { show: "unread" }),
    ...(group !== null && { about: group }),
    ...(traderId !== null && { trader: traderId }),
  });
}

export const noFilters: Filters = { isUnread: false, group: null, traderId: null };

/** Whether less than all that is told is asked for, read or not. */
export function isNarrowed({ group, traderId }: Filters): boolean {
  return group !== null || traderId !== null;
}
