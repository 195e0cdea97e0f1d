// What is listed, as the address says it: ?search=dip&state=degraded&sort=name&built_in. What cannot be read counts as not said.
import { type TraderList, type TraderSort, traderStates } from "../api/traders.ts";

export const filters = [...traderStates, "waiting"] as const;
export type Filter = (typeof filters)[number];

export const sorts: Record<TraderSort, string> = {
  recent: "Latest failing first",
  errors: "Most errors first",
  name: "Name",
};

export function isSort(value: string | null): value is TraderSort {
  return value !== null && Object.hasOwn(sorts, value);
}

/** Built-in traders are the operators' to look after: to others they are not listed, whatever the address says. */
export function readList(params: URLSearchParams, isOperator: boolean): TraderList {
  const state = params.get("state");
  const sort = params.get("sort");
  return {
    search: params.get("search")?.trim() ?? "",
    state: filters.find((one) => one === state) ?? null,
    sort: isSort(sort) ? sort : "recent",
    isBuiltIn: isOperator && params.has("built_in"),
  };
}

/** The address of a list; what it has beside that stays. */
export function writeList(params: URLSearchParams, list: TraderList): URLSearchParams {
  const changed = new URLSearchParams(params);
  const set = (name: string, value: string | null): void => {
    if (value === null) changed.delete(name);
    else changed.set(name, value);
  };
  set("search", list.search || null);
  set("state", list.state);
  set("sort", list.sort === "recent" ? null : list.sort);
  set("built_in", list.isBuiltIn ? "" : null);
  return changed;
}

/** Whether it leaves traders out that the user might look for. */
export function isFiltered({ search, state }: TraderList): boolean {
  return search !== "" || state !== null;
}
