import { clsx } from "clsx";
import { type ReactNode, useState } from "react";
import { LazyCodeDiff } from "../code/lazy-code.tsx";
import type { CodeChange } from "./code-changes.ts";
import { chooseDiffLayout, type DiffChoice, useDiffLayout } from "./diff-layout.ts";

const TITLES: Record<CodeChange["component"], string> = { filter: "Filter code", series: "Series code" };

/** One part of the code before and after. */
export function ChangeDiff({ change, diff }: { change: CodeChange; diff: string | null }): ReactNode {
  const { choice, isWide } = useDiffLayout();
  const [isFolded, setIsFolded] = useState(true);
  const { component, original, proposed } = change;
  const isPair = choice === "apart";
  const layout = !isPair ? "unified" : isWide ? "split" : "swipe";
  const title = TITLES[component];
  return (
    <div className="min-w-0">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h3 className="text-sm font-semibold">{title}</h3>
        <div className="flex flex-wrap gap-2">
          {layout !== "swipe" && (
            <Toggle isPressed={!isFolded} onPress={() => setIsFolded(!isFolded)}>All lines</Toggle>
          )}
          <div role="group" aria-label={`How the ${title.toLowerCase()} is compared`} className="flex gap-1">
            <Choice choice="apart" chosen={choice}>{isWide ? "Side by side" : "Swipe"}</Choice>
            <Choice choice="unified" chosen={choice}>In one column</Choice>
          </div>
        </div>
      </div>
      {layout === "split" && (
        <div aria-hidden className="mb-1 grid grid-cols-2 text-xs text-muted">
          <span>Original</span>
          <span>Proposed</span>
        </div>
      )}
      <LazyCodeDiff
        original={original}
        proposed={proposed}
        isFolded={isFolded}
        layout={layout}
        label={`${title}, original and proposed`}
        plain={diff ?? proposed}
      />
    </div>
  );
}

function Choice(
  { choice, chosen, children }: { choice: DiffChoice; chosen: DiffChoice; children: ReactNode },
): ReactNode {
  return <Toggle isPressed={choice === chosen} onPress={() => chooseDiffLayout(choice)}>{children}</Toggle>;
}

function Toggle(
  { isPressed, onPress, children }: { isPressed: boolean; onPress: () => void; children: ReactNode },
): ReactNode {
  return (
    <button
      type="button"
      aria-pressed={isPressed}
      onClick={onPress}
      className={clsx(
        "min-h-8 rounded-md border px-2.5 text-xs font-medium",
        isPressed ? "border-accent bg-accent-soft text-accent" : "border-edge bg-surface hover:bg-raised",
      )}
    >
      {children}
    </button>
  );
}
