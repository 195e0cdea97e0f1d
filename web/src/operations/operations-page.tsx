import type { ReactNode } from "react";
import { Page } from "../ui/page.tsx";

export function OperationsPage(): ReactNode {
  return <Page title="OperationsPage">…</Page>;
}
