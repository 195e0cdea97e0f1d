import type { ReactNode } from "react";
import type { ListedVersion, Version } from "../api/versions.ts";
import { Dialog } from "../ui/dialog.tsx";
import { changedParts } from "./version-words.ts";
import { VersionDiff } from "./version-diff.tsx";

/** A version beside the current one. */
export function CompareDialog(
  { version, running, onClose }: { version: ListedVersion; running: Version; onClose: () => void },
): ReactNode {
  const isSame = changedParts(version, running).length === 0;
  return (
    <Dialog title={`Version ${version.version} and the current code`} isWide onClose={onClose}>
      {isSame
        ? <p className="text-sm">It is the current code.</p>
        : <VersionDiff version={version} running={running} />}
    </Dialog>
  );
}
