import type { CheckResult, Failure } from "../../supabase/functions/_shared/filter-runtime/schema.ts";

/** Each error and warning with its line, a caret and a sentence. */
export function describeCheck(file: string, code: string, { ok, errors, warnings }: CheckResult): string {
  const parts = [
    ...errors.map((error) => describePlace(`${file}: error`, code, error)),
    ...warnings.map((warning) => describePlace(`${file}: warning`, code, warning)),
  ];
  const verdict = ok ? "It compiles" : `It does not compile: ${counted(errors.length, "error")}`;
  return [...parts, `${verdict}${warnings.length > 0 ? `, ${counted(warnings.length, "warning")}` : ""}.`]
    .join(
      "\n\n",
    );
}

type Place = Pick<Failure, "code" | "message" | "line" | "column" | "source" | "explanation">;

export function describePlace(what: string, code: string, place: Place): string {
  const { line, column, message, explanation } = place;
  const at = line ? ` in line ${line}${column ? `, column ${column}` : ""}` : "";
  const text = line ? code.split("\n")[line - 1] ?? place.source : place.source;
  const lines = [`${what}${at}: ${message} [${place.code}]`];
  if (text?.trim()) lines.push(...pointed(text, column));
  if (explanation) lines.push(`  ${explanation}`);
  return lines.join("\n");
}

const WIDTH = 100;

/** The line and a caret below its column, which Go counts in bytes; of a long line the part around it. */
function pointed(text: string, column: number | undefined): string[] {
  const line = text.replace(/\r$/, "");
  if (!column) return [`  | ${printable(line.slice(0, WIDTH))}`];
  const bytes = new TextEncoder().encode(line);
  const before = new TextDecoder().decode(bytes.subarray(0, column - 1));
  const from = Math.max(0, before.length - WIDTH / 2);
  const blank = before.slice(from).replaceAll(/[^\t]/g, " ");
  return [`  | ${printable(line.slice(from, from + WIDTH))}`, `  | ${blank}^`];
}

/** A terminal must not be steered by what stands in a filter. */
function printable(text: string): string {
  // deno-lint-ignore no-control-regex -- those are what has to go.
  return text.replaceAll(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "\ufffd");
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
