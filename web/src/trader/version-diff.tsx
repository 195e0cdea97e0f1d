import type { ReactNode } from "react";
import type { Version } from "../api/versions.ts";
import { LazyCodeDiff } from "../code/lazy-code.tsx";
import { useDiffLayout } from "../incident/diff-layout.ts";
import { changedParts } from "./version-words.ts";

/** What would change if a version's code took the place of what runs. */
export function VersionDiff({ version, running }: { version: Version; running: Version }): ReactNode {
  const { choice, isWide } = useDiffLayout();
  const layout = isWide && choice === "apart" ? "split" : "unified";
  const before = `Current: version ${running.version}`;
  const after = `Version ${version.version}`;
  return (
    <div className="space-y-3">
      {changedParts(version, running).map((part) => (
        <div key={part.name} className="min-w-0 space-y-1">
          <h3 className="text-sm font-semibold">{part.name}</h3>
          {layout === "split"
            ? (
              <div className="grid grid-cols-2 text-xs text-muted">
                <span>{before}</span>
                <span>{after}</span>
              </div>
            )
            : (
              <p className="text-xs text-muted">
                Lines with − are of version {running.version}, the current one; lines with + of version{" "}
                {version.version}.
              </p>
            )}
          <LazyCodeDiff
            original={part.running}
            proposed={part.code}
            isFolded
            layout={layout}
            label={`${part.name}, version ${running.version} and version ${version.version}`}
            plain={part.code}
          />
        </div>
      ))}
    </div>
  );
}
