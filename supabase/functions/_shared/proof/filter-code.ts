import type { Component } from "../filter-runtime/schema.ts";

/** Code of both components, as versions hold it. */
export interface FilterCode {
  code: string;
  series_code: string;
}

/** The code of one component. */
export function codeOf(filter: FilterCode, component: Component): string {
  return component === "filter" ? filter.code : filter.series_code;
}

/** The filter with other code for one component. */
export function withCode(filter: FilterCode, component: Component, code: string): FilterCode {
  return component === "filter" ? { ...filter, code } : { ...filter, series_code: code };
}
