// What checks and the server find in code, as the editor marks it and as a list shows it.
import type {
  CheckResult,
  Component,
  Failure,
  Warning,
} from "../../../supabase/functions/_shared/filter-runtime/schema.ts";

/** Lines and columns from 1; what is about no line has none. */
export interface FoundProblem {
  component: Component;
  severity: "error" | "warning";
  line: number | null;
  column: number | null;
  message: string;
  /** For people who read no Go. */
  explanation: string | null;
}

/** Errors first, each kind by line. */
export function problemsOf(result: CheckResult | null, component: Component): FoundProblem[] {
  if (result === null) return [];
  const found = (severity: FoundProblem["severity"]) => (one: Failure | Warning): FoundProblem => ({
    component,
    severity,
    line: one.line ?? null,
    column: one.column ?? null,
    message: one.message,
    explanation: one.explanation ?? null,
  });
  return [
    ...result.errors.map(found("error")).toSorted(byLine),
    ...result.warnings.map(found("warning")).toSorted(byLine),
  ];
}

function byLine(a: FoundProblem, b: FoundProblem): number {
  return (a.line ?? 0) - (b.line ?? 0);
}

/** As the editor takes them: those that are about a line of this component. */
export function marksOf(
  problems: readonly FoundProblem[],
  component: Component,
): { line: number; column: number | undefined; message: string; severity: "error" | "warning" }[] {
  return problems.flatMap(({ line, column, message, explanation, severity, component: of }) =>
    line === null || of !== component
      ? []
      : [{ line, column: column ?? undefined, message: explanation ?? message, severity }]
  );
}

const REFUSED = /: (code|series_code)(?:, line (\d+))?: (.*)\. The executor would refuse it/s;

/** Where the server found code that does not compile, from what it answered; null where it says something else. */
export function refusedAt(message: string): FoundProblem | null {
  const [, field, line, said] = REFUSED.exec(message) ?? [];
  if (field === undefined || said === undefined) return null;
  return {
    component: field === "code" ? "filter" : "series",
    severity: "error",
    line: line === undefined ? null : Number(line),
    column: null,
    message: said,
    explanation: null,
  };
}
