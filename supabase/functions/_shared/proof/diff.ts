import { createTwoFilesPatch } from "diff";
import type { FilterCode } from "./filter-code.ts";

/** Unified diff of both components; the parts that did not change are left out. */
export function diffOf(before: FilterCode, after: FilterCode): string {
  return [
    patch("filter.go", before.code, after.code),
    patch("series.go", before.series_code, after.series_code),
  ].filter(Boolean).join("\n");
}

function patch(file: string, before: string, after: string): string {
  return before === after
    ? ""
    : createTwoFilesPatch(`running/${file}`, `proposed/${file}`, before, after, "", "", { context: 3 });
}
