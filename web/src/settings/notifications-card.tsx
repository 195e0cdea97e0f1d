import type { ReactNode } from "react";
import { type NotificationPreferences, notificationPreferences } from "../api/preferences.ts";
import { useUser } from "../session/session.tsx";
import { SelectField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { Switch } from "../ui/switch.tsx";
import { withFirstZone } from "./first-zone.ts";
import { SettingsCard } from "./settings-card.tsx";
import { browserTimeZone, hourName } from "./time-zones.ts";
import { UndeliverableNotice } from "./undeliverable-notice.tsx";
import { usePreferences, useSavePreferences } from "./use-preferences.ts";

type Frequency = NotificationPreferences["email_frequency"];

const FREQUENCIES: Record<Frequency, { label: string; hint: string }> = {
  immediate: {
    label: "At once",
    hint: "Each change is mailed when it happens: at most 30 mails an hour, what is more is gathered in one.",
  },
  hourly: {
    label: "Hourly for each trader",
    hint: "At most one mail an hour for each trader. What you have read in the app by then is not mailed.",
  },
  daily: {
    label: "Daily",
    hint: "All of a day in one mail. A trader that fails may wait a day until you hear of it.",
  },
};
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

export function NotificationsCard(): ReactNode {
  const read = usePreferences(notificationPreferences);
  return (
    <SettingsCard title="Notifications" read={read} height="h-84 sm:h-66">
      {(preferences) => <Notifications preferences={preferences} />}
    </SettingsCard>
  );
}

function Notifications({ preferences }: { preferences: NotificationPreferences }): ReactNode {
  const { email: address } = useUser();
  const { mutate } = useSavePreferences(notificationPreferences, { isShownAtOnce: true });
  const { in_app, email, email_frequency, digest_hour, time_zone } = preferences;
  const save = (change: Partial<NotificationPreferences>, done: string): void =>
    mutate({ change: withFirstZone(change, preferences, browserTimeZone()), done });
  return (
    <>
      <Switch
        label="In the app"
        hint="A number at the bell, a short message and an entry in the list for each change of an incident. Off: the app stays silent, and lists nothing new."
        checked={in_app}
        onChange={(in_app) =>
          save({ in_app }, in_app ? "You are told in the app" : "You are no longer told in the app")}
      />
      <Switch
        label="By e-mail"
        hint={
          <>
            To{" "}
            <span className="[overflow-wrap:anywhere]">
              {address || "nobody: your account has no address"}
            </span>. Off: nothing is mailed, not even what waits already.
          </>
        }
        checked={email}
        onChange={(email) => save({ email }, email ? "You get e-mail" : "You get no more e-mail")}
      />
      <UndeliverableNotice address={address} />
      {!in_app && !email && (
        <Notice tone="warn">
          Nobody tells you when a trader fails, and nothing is kept to read later.
        </Notice>
      )}
      <SelectField
        label="How often to mail"
        hint={FREQUENCIES[email_frequency].hint}
        value={email_frequency}
        disabled={!email}
        onChange={({ target }) =>
          save({ email_frequency: target.value as Frequency }, "How often you get mail is saved")}
      >
        {Object.entries(FREQUENCIES).map(([value, { label }]) => (
          <option key={value} value={value}>{label}</option>
        ))}
      </SelectField>
      {email_frequency === "daily" && (
        <SelectField
          label="Hour of the daily mail"
          hint={`In the time zone ${time_zone ?? browserTimeZone()}.`}
          value={digest_hour}
          disabled={!email}
          onChange={({ target }) => {
            const hour = Number(target.value);
            save({ digest_hour: hour }, `The daily mail leaves at ${hourName(hour)}`);
          }}
        >
          {HOURS.map((hour) => <option key={hour} value={hour}>{hourName(hour)}</option>)}
        </SelectField>
      )}
    </>
  );
}
