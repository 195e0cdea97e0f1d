// What commands have in common: how a mistake of their user ends, and how their candles are chosen.
import { printable } from "../local/printable.ts";
import { messageOf } from "../supabase/functions/_shared/errors.ts";

/** What the user gave is wrong: the message names the option, the rule and the value. Exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Runs a command, whose result is the exit code. Users see messages, never stacks. */
export async function runCommand(usage: string, command: (args: string[]) => Promise<number>): Promise<void> {
  if (Deno.args.includes("--help")) return print(usage);
  try {
    Deno.exitCode = await command(Deno.args);
  } catch (error) {
    complain(error instanceof UsageError ? `${error.message}\n\n${usage}` : firstMessageOf(error));
    Deno.exitCode = 2;
  }
}

/** What failed first, where what was cleaned up after it failed as well. */
function firstMessageOf(error: unknown): string {
  return error instanceof SuppressedError ? firstMessageOf(error.suppressed) : messageOf(error);
}

/** Turns what node:util's parseArgs throws into a UsageError. */
export function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error });
  }
}

export function print(text: string): void {
  writeAll(Deno.stdout, `${text}\n`);
}

export function complain(text: string): void {
  writeAll(Deno.stderr, `${text}\n`);
}

// A pipe takes only as much at once as it has room for.
function writeAll(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  const bytes = new TextEncoder().encode(printable(text));
  for (let at = 0; at < bytes.length;) at += stream.writeSync(bytes.subarray(at));
}

/** A table for people: columns as wide as they need to be, numbers to the right. */
export function table(rows: (string | number)[][]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => String(row[column] ?? "").length))
  );
  const cell = (value: string | number, width = 0): string =>
    typeof value === "number" ? String(value).padStart(width) : value.padEnd(width);
  return rows.map((row) => row.map((value, column) => cell(value, widths[column])).join("  ").trimEnd()).join(
    "\n",
  );
}
