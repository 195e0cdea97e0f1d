import type { ReactNode } from "react";
import { Page } from "../ui/page.tsx";

export function TradersPage(): ReactNode {
  return <Page title="TradersPage">…</Page>;
}
