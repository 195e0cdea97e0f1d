import { type ReactNode, useState } from "react";
import { pageSchema } from "../api/page.ts";
import type { TraderPage } from "../api/trader-page.ts";
import { type ListedVersion, listedVersionSchema } from "../api/versions.ts";
import { Empty, Notice, ReadError } from "../ui/notice.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { CompareDialog } from "./compare-dialog.tsx";
import { ReturnDialog } from "./return-dialog.tsx";
import { ListSkeleton } from "./trader-skeleton.tsx";
import { useTraderPages } from "./use-trader.ts";
import { VersionRow } from "./version-row.tsx";

const PAGE_SIZE = 10;
const schema = pageSchema(listedVersionSchema);

/** All code that the trader has had, the newest first: to read, to compare, to return to. */
export function VersionsTab({ trader }: { trader: TraderPage }): ReactNode {
  const [opened, setOpened] = useState<{ kind: "compare" | "return"; id: string } | null>(null);
  const versions = useTraderPages(trader.id, {
    name: "list_versions",
    schema,
    pageSize: PAGE_SIZE,
    seed: trader.versions,
  });
  const { data, error, isPlaceholderData, hasNextPage, isFetching } = versions;
  const failed = error !== null && <ReadError error={error} onRetry={() => void versions.refetch()} />;
  if (data === undefined) return failed || <ListSkeleton what="versions" />;
  if (data.length === 0) return <Empty title="This trader has no code yet" />;
  const dialog = opened && data.find(({ id }) => id === opened.id);
  const close = (): void => setOpened(null);
  return (
    <div className="space-y-3">
      {failed}
      {!trader.may_act && (
        <Notice>Only {trader.is_built_in ? "operators" : "its owner"} can return to another version.</Notice>
      )}
      <ol className="space-y-3" aria-label="Versions">
        {data.map((version: ListedVersion) => (
          <VersionRow
            key={version.id}
            version={version}
            trader={trader}
            onCompare={() => setOpened({ kind: "compare", id: version.id })}
            onReturn={() => setOpened({ kind: "return", id: version.id })}
          />
        ))}
      </ol>
      {hasNextPage && !isPlaceholderData && (
        <ShowMore
          isBusy={isFetching}
          onMore={() => void versions.fetchNextPage()}
        />
      )}
      {dialog && trader.running !== null && (
        opened.kind === "compare"
          ? <CompareDialog version={dialog} running={trader.running} onClose={close} />
          : <ReturnDialog version={dialog} trader={trader} running={trader.running} onClose={close} />
      )}
    </div>
  );
}
