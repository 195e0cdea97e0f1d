import type { ReactNode } from "react";
import { type RecoveryPreferences, recoveryPreferences } from "../api/preferences.ts";
import { Switch } from "../ui/switch.tsx";
import { LimitForm } from "./limit-form.tsx";
import { SettingsCard } from "./settings-card.tsx";
import { SpentToday } from "./spent-today.tsx";
import { usePreferences, useSavePreferences } from "./use-preferences.ts";

export function RecoveryCard(): ReactNode {
  const read = usePreferences(recoveryPreferences);
  return (
    <SettingsCard title="Recovery" read={read} height="h-150 sm:h-112">
      {(preferences) => <Recovery preferences={preferences} />}
    </SettingsCard>
  );
}

function Recovery(
  { preferences: { auto_regenerate, auto_rollback, daily_cost_cap_usd } }: {
    preferences: RecoveryPreferences;
  },
): ReactNode {
  const { mutate } = useSavePreferences(recoveryPreferences, { isShownAtOnce: true });
  return (
    <>
      <Switch
        label="Repair by itself"
        hint="A failing filter is repaired and the repair proven at once; what it costs stays within the limit below, and nothing is deployed without you. Off: a repair waits until you ask for it on the incident's page."
        checked={auto_regenerate}
        onChange={(auto_regenerate) =>
          mutate({
            change: { auto_regenerate },
            done: auto_regenerate
              ? "Failing filters are repaired by themselves"
              : "Repairs wait until you ask for them",
          })}
      />
      <Switch
        label="Take back what fails"
        hint="New code is watched after its deployment. If it fails then, the version before runs again by itself, which costs nothing. Off: you are told, and the failing code keeps running until you decide."
        checked={auto_rollback}
        onChange={(auto_rollback) =>
          mutate({
            change: { auto_rollback },
            done: auto_rollback ? "Code that fails is taken back" : "Code that fails keeps running",
          })}
      />
      <section aria-labelledby="limit" className="space-y-3 border-t border-line pt-4">
        <h3 id="limit" className="text-sm font-semibold">What repairs may cost</h3>
        <SpentToday limit={daily_cost_cap_usd} />
        <LimitForm limit={daily_cost_cap_usd} />
      </section>
    </>
  );
}
