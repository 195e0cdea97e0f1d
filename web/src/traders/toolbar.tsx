import type { ReactNode } from "react";
import type { TraderCounts, TraderList } from "../api/traders.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { Choice } from "../ui/choice.tsx";
import { count } from "../words/numbers.ts";
import { type Filter, filters, isSort, sorts } from "./list-params.ts";
import { SearchBox } from "./search-box.tsx";
import { stateWords } from "./state-words.ts";
import { totalOf } from "./summary.ts";

/** Which traders are listed, and in which order. */
export function Toolbar(
  { list, counts, isOperator, onChange }: {
    list: TraderList;
    counts: TraderCounts | undefined;
    isOperator: boolean;
    onChange: (change: Partial<TraderList>) => void;
  },
): ReactNode {
  return (
    <div className="mb-4 space-y-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SearchBox search={list.search} onSearch={(search) => onChange({ search })} />
        <select
          aria-label="Sort traders"
          value={list.sort}
          onChange={({ target }) => isSort(target.value) && onChange({ sort: target.value })}
          className="min-h-10 flex-1 basis-44 rounded-md border border-edge bg-surface px-3 py-2 text-sm text-ink sm:flex-none"
        >
          {Object.entries(sorts).map(([sort, label]) => <option key={sort} value={sort}>{label}</option>)}
        </select>
        {isOperator && (
          <Checkbox
            label="Built-in traders"
            checked={list.isBuiltIn}
            onChange={(isBuiltIn) => onChange({ isBuiltIn })}
          />
        )}
      </div>
      <Choice
        label="Which traders"
        value={list.state ?? "all"}
        onChange={(value) => onChange({ state: value === "all" ? null : value })}
        options={[
          { value: "all", label: <Chip label="All" value={counts && totalOf(counts)} /> },
          ...filters.map((filter) => ({
            value: filter,
            label: <Chip label={filterLabel(filter)} value={counts?.[filter]} />,
          })),
        ]}
      />
    </div>
  );
}

function filterLabel(filter: Filter): string {
  return filter === "waiting" ? "Repair ready" : stateWords(filter).label;
}

function Chip({ label, value }: { label: string; value: number | undefined }): ReactNode {
  return (
    <>
      {label} <span className="font-normal tabular-nums">{value === undefined ? "" : count(value)}</span>
    </>
  );
}
