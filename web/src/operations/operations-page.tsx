import { ShieldAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useParams } from "react-router";
import { useOperatorQuery } from "../session/use-is-operator.ts";
import { ButtonLink } from "../ui/button.tsx";
import { Empty, ReadError } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { faultIdOf } from "./fault-path.ts";
import { OperationsContent } from "./operations-content.tsx";
import { OperationsSkeleton } from "./operations-skeleton.tsx";
import { useOverview } from "./use-operations.ts";

/** How the platform stands, for those who look after it. */
export function OperationsPage(): ReactNode {
  const { data: isOperator, error, refetch } = useOperatorQuery();
  if (isOperator === false) return <NotForYou />;
  return (
    <Page
      title="Operations"
      actions={isOperator && <ButtonLink to="/traders?built_in" isSmall>Built-in traders</ButtonLink>}
    >
      {isOperator && <Overview />}
      {isOperator === undefined &&
        (error === null
          ? <OperationsSkeleton />
          : <ReadError error={error} onRetry={() => void refetch()} />)}
    </Page>
  );
}

function Overview(): ReactNode {
  const faultId = faultIdOf(useParams()["*"] ?? "");
  const { data, error, refetch } = useOverview(faultId);
  if (data !== undefined) {
    return (
      <OperationsContent
        overview={data}
        faultId={faultId}
        problem={error === null ? null : <ReadError error={error} onRetry={() => void refetch()} />}
      />
    );
  }
  return error === null ? <OperationsSkeleton /> : <ReadError error={error} onRetry={() => void refetch()} />;
}

function NotForYou(): ReactNode {
  return (
    <Page title="For operators only">
      <Empty icon={ShieldAlert} title="This page is for operators">
        <p className="mb-3">
          It shows how the whole platform stands. What is yours is with your traders.
        </p>
        <ButtonLink to="/traders">Go to your traders</ButtonLink>
      </Empty>
    </Page>
  );
}
