import type { ReactNode } from "react";
import { Page } from "../ui/page.tsx";

export function NotificationsPage(): ReactNode {
  return <Page title="NotificationsPage">…</Page>;
}
