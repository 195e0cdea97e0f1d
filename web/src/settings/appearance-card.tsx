import type { ReactNode } from "react";
import { setShortcuts, useShortcutsAreOn } from "../app/shortcuts-setting.ts";
import { setTheme, useTheme } from "../app/theme.ts";
import { Card } from "../ui/card.tsx";
import { Choice } from "../ui/choice.tsx";
import { Switch } from "../ui/switch.tsx";

export function AppearanceCard(): ReactNode {
  return (
    <Card title="Appearance">
      <p className="mb-3 text-sm text-muted">
        Kept in this browser. "As the device" changes with the device's own light and dark setting.
      </p>
      <Choice
        label="Theme"
        value={useTheme()}
        onChange={setTheme}
        options={[
          { value: "system", label: "As the device" },
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
        ]}
      />
      <div className="mt-4">
        <Switch
          label="Keyboard shortcuts"
          hint="Single letters go to pages and start actions; ? lists them. Switch them off if you speak to your device."
          checked={useShortcutsAreOn()}
          onChange={setShortcuts}
        />
      </div>
    </Card>
  );
}
