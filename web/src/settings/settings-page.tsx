import type { ReactNode } from "react";
import { Page } from "../ui/page.tsx";
import { AppearanceCard } from "./appearance-card.tsx";
import { NotificationsCard } from "./notifications-card.tsx";
import { RecoveryCard } from "./recovery-card.tsx";
import { TimeZoneCard } from "./time-zone-card.tsx";

export function SettingsPage(): ReactNode {
  return (
    <Page title="Settings">
      <div className="grid max-w-6xl gap-4 lg:grid-cols-2">
        <div className="min-w-0 space-y-4">
          <NotificationsCard />
          <TimeZoneCard />
        </div>
        <div className="min-w-0 space-y-4">
          <RecoveryCard />
          <AppearanceCard />
        </div>
      </div>
    </Page>
  );
}
