import type { ReactNode } from "react";
import { Page } from "../ui/page.tsx";

export function UnsubscribePage(): ReactNode {
  return <Page title="UnsubscribePage">…</Page>;
}
