import type { ReactNode } from "react";
import { setTheme, useTheme } from "../app/theme.ts";
import { Card } from "../ui/card.tsx";
import { Choice } from "../ui/choice.tsx";

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
    </Card>
  );
}
