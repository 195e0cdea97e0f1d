import { CornerDownRight } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { IncidentPage } from "../api/incidents.ts";
import { countOf } from "../words/numbers.ts";
import { escalationWords } from "../words/incidents.ts";

/** What else one should know of an incident: what it has to do with others, and why it is as it is. */
export function RelatedNotes({ page }: { page: IncidentPage }): ReactNode {
  const { incident, trader, after } = page;
  const notes: ReactNode[] = [];
  const escalation = incident.status === "open" ? escalationWords(incident.escalation) : null;
  if (escalation !== null) notes.push(escalation);
  if (incident.regression_of !== null) {
    notes.push(
      <>
        It came back: the same failure was resolved before.{" "}
        <IncidentLink traderId={trader.id} id={incident.regression_of}>See how that ended</IncidentLink>
      </>,
    );
  }
  if (after !== null) {
    notes.push(
      <>
        It came up when version {after.version} went live.{" "}
        {after.incident_id !== null && (
          <IncidentLink traderId={trader.id} id={after.incident_id}>
            See the repair that did not hold
          </IncidentLink>
        )}
      </>,
    );
  }
  if (incident.stale_occurrences > 0) {
    notes.push(
      `${countOf(incident.stale_occurrences, "error")} came from older code that does not run any more.`,
    );
  }
  if (incident.systemic_fault_id !== null) {
    notes.push("It is or was part of a fault that hit many traders at once.");
  }
  if (notes.length === 0) return null;
  return (
    <ul className="space-y-1 text-sm text-muted">
      {notes.map((note, index) => (
        <li key={index} className="flex gap-2">
          <CornerDownRight aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>{note}</span>
        </li>
      ))}
    </ul>
  );
}

function IncidentLink(
  { traderId, id, children }: { traderId: string; id: string; children: ReactNode },
): ReactNode {
  return (
    <Link to={`/traders/${traderId}/errors/${id}`} className="text-accent underline">
      {children}
    </Link>
  );
}
