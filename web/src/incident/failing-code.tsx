import type { ReactNode } from "react";
import type { IncidentPage } from "../api/incidents.ts";
import { LazyCodeView } from "../code/lazy-code.tsx";
import { failingCode, failingLine } from "./failing-line.ts";

/** The code that failed, with the line marked where that is known. */
export function FailingCode({ page }: { page: IncidentPage }): ReactNode {
  const { failing, running, incident } = page;
  if (failing === null) return <p className="text-muted">The code that failed is not known.</p>;
  const line = failingLine(page);
  const isRunning = running?.id === failing.id;
  return (
    <div>
      <h3 className="mb-1 font-semibold">
        {incident.component === "series" ? "Series code" : "Filter code"}, version {failing.version}
        <span className="font-normal text-muted">
          {line !== null && ` · failed at line ${line}`}
          {!isRunning && running !== null && ` · version ${running.version} runs now`}
        </span>
      </h3>
      <LazyCodeView
        code={failingCode(failing, page)}
        label={line === null ? "Code that failed" : `Code that failed; line ${line} is marked`}
        {...(line === null ? {} : { marks: [{ line, note: incident.error_message }] })}
      />
    </div>
  );
}
