import { clsx } from "clsx";
import { type ReactNode, useId } from "react";
import { SelectField } from "../ui/field.tsx";
import type { Filters } from "./filters.ts";
import { type Group, groupIds, groups } from "./kinds.ts";
import { useTraderNames } from "./use-trader-names.ts";

/** Which notifications are listed. */
export function FilterBar(
  { filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void },
): ReactNode {
  const { data: traders = [] } = useTraderNames();
  const { isUnread, group, traderId } = filters;
  const id = useId();
  const isListed = traderId === null || traders.some(({ id }) => id === traderId);
  return (
    <div className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-[11rem_minmax(0,11rem)_minmax(0,1fr)]">
      <div
        role="group"
        aria-labelledby={id}
        className="col-span-2 grid grid-cols-2 gap-y-1.5 self-start sm:col-span-1"
      >
        <span id={id} className="col-span-2 text-sm font-medium">Show</span>
        {[false, true].map((unread) => (
          <button
            key={String(unread)}
            type="button"
            aria-pressed={isUnread === unread}
            onClick={() => onChange({ ...filters, isUnread: unread })}
            className={clsx(
              "min-h-10 border border-edge text-sm font-medium last:-ml-px last:rounded-r-md not-last:rounded-l-md",
              isUnread === unread ? "bg-accent-soft text-accent" : "bg-surface text-muted hover:bg-raised",
            )}
          >
            {unread ? "Unread" : "All"}
          </button>
        ))}
      </div>
      <SelectField
        label="About"
        value={group ?? ""}
        onChange={({ target }) =>
          onChange({ ...filters, group: groupIds.find((id): id is Group => id === target.value) ?? null })}
      >
        <option value="">Everything</option>
        {groupIds.map((id) => <option key={id} value={id}>{groups[id].label}</option>)}
      </SelectField>
      <SelectField
        label="Trader"
        value={traderId ?? ""}
        onChange={({ target }) => onChange({ ...filters, traderId: target.value || null })}
      >
        <option value="">All traders</option>
        {!isListed && <option value={traderId ?? ""}>Another trader</option>}
        {traders.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
      </SelectField>
    </div>
  );
}
