import type { ReactNode } from "react";
import { type NotificationPreferences, notificationPreferences } from "../api/preferences.ts";
import { useNow } from "../ui/time.tsx";
import { fullTime } from "../words/time.ts";
import { SettingsCard } from "./settings-card.tsx";
import { TimeZoneForm } from "./time-zone-form.tsx";
import { browserTimeZone } from "./time-zones.ts";
import { usePreferences } from "./use-preferences.ts";

export function TimeZoneCard(): ReactNode {
  const read = usePreferences(notificationPreferences);
  return (
    <SettingsCard title="Time zone" read={read} height="h-70 sm:h-50">
      {(preferences) => <TimeZone preferences={preferences} />}
    </SettingsCard>
  );
}

function TimeZone({ preferences: { time_zone } }: { preferences: NotificationPreferences }): ReactNode {
  const now = new Date(useNow()).toISOString();
  return (
    <>
      <p className="text-sm text-muted">
        {time_zone === null
          ? `None is chosen yet: the app shows times as this browser does (${browserTimeZone()}), mails show them in UTC. `
          : `The app and mails show times in ${time_zone}. `}
        Now it is <time dateTime={now} className="whitespace-nowrap text-ink">{fullTime(now)}</time>.
      </p>
      <TimeZoneForm zone={time_zone} />
    </>
  );
}
