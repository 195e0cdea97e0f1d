import { Wrench } from "lucide-react";
import type { ReactNode } from "react";
import type { TraderPage } from "../api/trader-page.ts";
import { ButtonLink } from "../ui/button.tsx";
import { Page } from "../ui/page.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { count, countOf } from "../words/numbers.ts";
import { CostsTab } from "./costs-tab.tsx";
import { HistoryTab } from "./history-tab.tsx";
import { IncidentsTab } from "./incidents-tab.tsx";
import { PurposeCard } from "./purpose-card.tsx";
import { StateCard } from "./state-card.tsx";
import { VersionsTab } from "./versions-tab.tsx";

/** The page of a trader that was read. `children` come first. */
export function TraderContent(
  { trader, back, children }: { trader: TraderPage; back: ReactNode; children?: ReactNode },
): ReactNode {
  const { name, open_incidents } = trader;
  const tabs = [
    {
      id: "incidents",
      label: open_incidents === 0 ? "Incidents" : `Incidents, ${count(open_incidents)} open`,
      content: <IncidentsTab trader={trader} />,
    },
    { id: "versions", label: "Versions", content: <VersionsTab trader={trader} /> },
    { id: "costs", label: "Recovery and spend", content: <CostsTab trader={trader} /> },
    { id: "history", label: "History", content: <HistoryTab trader={trader} /> },
  ];
  return (
    <Page
      title={name}
      heading={<span className="line-clamp-2 wrap-anywhere" title={name}>{name}</span>}
      above={back}
      actions={<WaitingLink trader={trader} />}
    >
      <div className="space-y-4">
        {children}
        <div className="grid items-stretch gap-4 lg:grid-cols-2">
          <StateCard trader={trader} />
          <PurposeCard trader={trader} />
        </div>
        <Tabs label={`About ${name}`} tabs={tabs} />
      </div>
    </Page>
  );
}

function WaitingLink({ trader }: { trader: TraderPage }): ReactNode {
  const { id, waiting_fixes, waiting_incident_id } = trader;
  if (waiting_incident_id === null) return null;
  return (
    <ButtonLink variant="primary" to={`/traders/${id}/errors/${waiting_incident_id}`}>
      <Wrench aria-hidden className="size-4" />
      {waiting_fixes === 1
        ? "Look at the repair"
        : `${countOf(waiting_fixes, "repair")} ready: look at the first`}
    </ButtonLink>
  );
}
