import { createHash } from "node:crypto";
import { checkFilter } from "../_shared/filter-runtime/filter-runtime.ts";
import type { CheckResult, Component } from "../_shared/filter-runtime/schema.ts";
import type { FilterCode } from "../_shared/proof/filter-code.ts";
import type { Preview } from "./answer.ts";
import type { Side } from "./verdicts.ts";
import type { WorkBudget } from "./work-budget.ts";

/** Code as it is run, and what is said of it before. */
export interface Checked {
  side: Side;
  said: Preview["candidate"];
}

/** Compiles both components; a trader need not have series code. */
export async function check(code: FilterCode, budget: WorkBudget): Promise<Checked> {
  const filter = await budget.spend(() => checkFilter(code.code, "filter"));
  const series = code.series_code === ""
    ? { ok: true, errors: [], warnings: [] }
    : await budget.spend(() => checkFilter(code.series_code, "series"));
  const both = <Item>(list: (result: CheckResult) => Item[]): (Item & { component: Component })[] => [
    ...list(filter).map((item) => ({ ...item, component: "filter" as const })),
    ...list(series).map((item) => ({ ...item, component: "series" as const })),
  ];
  return {
    side: {
      code: { code: code.code, series_code: code.series_code },
      compileErrors: { filter: filter.errors[0] ?? null, series: series.errors[0] ?? null },
    },
    said: {
      code_sha256: hashOf(code),
      compiles: filter.ok && series.ok,
      errors: both(({ errors }) => errors),
      warnings: both(({ warnings }) => warnings),
    },
  };
}

function hashOf({ code, series_code }: FilterCode): string {
  return createHash("sha256").update(`${code}\0${series_code}`).digest("hex");
}
