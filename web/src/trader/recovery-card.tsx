import type { ReactNode } from "react";
import { Link } from "react-router";
import { recoveryPreferences } from "../api/preferences.ts";
import type { TraderPage } from "../api/trader-page.ts";
import { usePreferences } from "../settings/use-preferences.ts";
import { Card } from "../ui/card.tsx";
import { ReadError } from "../ui/notice.tsx";
import { Loading, Skeleton } from "../ui/skeleton.tsx";
import { recoveryWords } from "./recovery-words.ts";

/** What is done for the trader without asking. It is set once for all traders of a user, so it is only told here. */
export function RecoveryCard({ trader: { is_own, is_built_in } }: { trader: TraderPage }): ReactNode {
  return (
    <Card title="Recovery">
      {is_own ? <OwnSettings /> : (
        <p className="text-sm">
          {is_built_in
            ? "Built-in traders are repaired at once and taken back when new code fails."
            : "The settings of its owner hold for it."}
        </p>
      )}
    </Card>
  );
}

function OwnSettings(): ReactNode {
  const { data, error, refetch } = usePreferences(recoveryPreferences);
  if (data === undefined) {
    if (error !== null) return <ReadError error={error} onRetry={() => void refetch()} />;
    return (
      <Loading what="recovery settings">
        <Skeleton className="h-5" />
      </Loading>
    );
  }
  return (
    <p className="text-sm">
      {recoveryWords(data)}{" "}
      <Link to="/settings" className="rounded-sm text-accent underline underline-offset-2">
        Change it for all your traders
      </Link>
    </p>
  );
}
