import * as RadixTabs from "@radix-ui/react-tabs";
import { type ReactNode, useEffect, useRef } from "react";
import { useSearchParams } from "react-router";

export interface Tab {
  id: string;
  label: ReactNode;
  content: ReactNode;
}

/** Tabs whose choice is in the address (`?<name>=`), so that it survives a reload and can be linked. */
export function Tabs(
  { name = "tab", label, tabs }: { name?: string; label: string; tabs: Tab[] },
): ReactNode {
  const [params, setParams] = useSearchParams();
  const wanted = params.get(name);
  const first = tabs[0]?.id ?? "";
  const chosen = tabs.some(({ id }) => id === wanted) ? wanted ?? first : first;
  const choose = (id: string): void => {
    const changed = new URLSearchParams(params);
    if (id === first) changed.delete(name);
    else changed.set(name, id);
    setParams(changed, { replace: true, preventScrollReset: true });
  };
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Where not all tabs fit, the chosen one is in sight. The page itself stays where it is.
    const tab = list.current?.querySelector<HTMLElement>("[data-state=active]");
    if (!list.current || !tab) return;
    list.current.scrollLeft = tab.offsetLeft - list.current.offsetLeft -
      (list.current.clientWidth - tab.clientWidth) / 2;
  }, [chosen]);
  return (
    <RadixTabs.Root value={chosen} onValueChange={choose} activationMode="manual">
      <RadixTabs.List
        ref={list}
        aria-label={label}
        className="mb-4 flex gap-1 overflow-x-auto border-b border-line"
      >
        {tabs.map(({ id, label }) => (
          <RadixTabs.Trigger
            key={id}
            value={id}
            className="-mb-px inline-flex min-h-10 items-center gap-2 border-b-2 border-transparent px-3 text-sm font-medium whitespace-nowrap text-muted hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink focus-visible:outline-offset-[-2px]"
          >
            {label}
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
      {tabs.map(({ id, content }) => (
        <RadixTabs.Content key={id} value={id} className="focus-visible:outline-offset-4">
          {content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  );
}
