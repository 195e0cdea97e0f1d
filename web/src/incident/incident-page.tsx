import type { ReactNode } from "react";
import { Page } from "../ui/page.tsx";

export function IncidentPage(): ReactNode {
  return <Page title="IncidentPage">…</Page>;
}
