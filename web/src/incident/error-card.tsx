import type { ReactNode } from "react";
import type { IncidentPage } from "../api/incidents.ts";
import { Card } from "../ui/card.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { Time } from "../ui/time.tsx";
import { causeWords, componentWords, typeWords } from "../words/incidents.ts";
import { ErrorContext } from "./error-context.tsx";
import { FailingCode } from "./failing-code.tsx";
import { LatestErrors } from "./latest-errors.tsx";
import { Occurrences } from "./occurrences.tsx";
import { SymbolChips } from "./symbol-chips.tsx";

/** The error itself, from plain words to the stack trace. */
export function ErrorCard({ page }: { page: IncidentPage }): ReactNode {
  const { incident, errors } = page;
  const latest = errors.items[0];
  const stack = errors.items.find(({ stack_trace }) => stack_trace)?.stack_trace;
  return (
    <Card title="What happened">
      <div className="space-y-5 text-sm">
        <p>
          {typeWords(incident)}.
          {incident.attribution === "code" && ` Part: ${componentWords(incident.component)}.`} Cause:{" "}
          {causeWords(incident)}
          {incident.attribution_assumed && " (the message does not tell for sure)"}.
        </p>
        <p className="text-muted">
          First seen <Time isExact at={incident.first_seen} />, last seen{" "}
          <Time isExact at={incident.last_seen} />.
        </p>
        <Message text={incident.error_message} />
        <FailingCode page={page} />
        {stack && (
          <Disclosure summary="Stack trace">
            <Preformatted label="Stack trace" text={stack} />
          </Disclosure>
        )}
        <SymbolChips symbols={incident.symbols} />
        <Occurrences hours={page.hours} />
        {latest !== undefined && <ErrorContext error={latest} />}
        <LatestErrors incidentId={incident.id} first={errors} />
      </div>
    </Card>
  );
}

function Message({ text }: { text: string }): ReactNode {
  return (
    <div>
      <div className="mb-1 flex items-center justify-between gap-2">
        <h3 className="font-semibold">Message</h3>
        <CopyButton text={text} what="message" />
      </div>
      <Preformatted label="Message" text={text} />
    </div>
  );
}

function Preformatted({ label, text }: { label: string; text: string }): ReactNode {
  return (
    <pre
      role="region"
      aria-label={label}
      tabIndex={0}
      className="max-h-72 overflow-auto rounded-md bg-raised p-3 font-mono text-xs whitespace-pre-wrap wrap-anywhere"
    >
      {text}
    </pre>
  );
}
