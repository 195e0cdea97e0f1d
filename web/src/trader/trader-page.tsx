import type { ReactNode } from "react";
import { Page } from "../ui/page.tsx";

export function TraderPage(): ReactNode {
  return <Page title="TraderPage">…</Page>;
}
