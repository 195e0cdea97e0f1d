// The command line of `npm run filter`.
import { parseArgs } from "node:util";
import { messageOf } from "../../supabase/functions/_shared/errors.ts";
import type { Component } from "../../supabase/functions/_shared/filter-runtime/schema.ts";
import { parsed, UsageError } from "../command-line.ts";

export const commands = ["check", "run", "compare", "repair"] as const;
export type Command = (typeof commands)[number];

export interface FilterOptions {
  command: Command;
  file: string;
  /** Of compare alone. */
  candidate: string | undefined;
  component: Component;
  candles: string | undefined;
  symbols: string | undefined;
  json: boolean;
}

export const usage = `Usage: npm run filter -- <command> FILE [options]

  check FILE              every error and warning
  run FILE                the verdict or failure for each symbol
  compare FILE CANDIDATE  what changes when CANDIDATE replaces FILE
  repair FILE             the repair by rules, as a diff

  --series         the code is series code, not a filter
  --candles <dir>  folder of candles (default CANDLES_DIR, else generated ones)
  --symbols <A,B>  these symbols alone
  --json           the result as one line of JSON

FILE may be - for standard input. Exit code: 0 fine, 1 something was found, 2 bad usage.`;

export function parseOptions(args: string[]): FilterOptions {
  const { values, positionals } = parsed(() =>
    parseArgs({
      args,
      allowPositionals: true,
      options: {
        series: { type: "boolean", default: false },
        candles: { type: "string" },
        symbols: { type: "string" },
        json: { type: "boolean", default: false },
      },
    })
  );
  const [name, file, candidate] = positionals;
  const command = commands.find((known) => known === name);
  if (!command) {
    throw new UsageError(
      `The command must be one of ${commands.join(", ")}, but ${
        name === undefined ? "there is none" : `is "${name}"`
      }`,
    );
  }
  const wanted = command === "compare" ? 2 : 1;
  const given = positionals.slice(1);
  if (file === undefined || given.length !== wanted) {
    const what = wanted === 2 ? "FILE and CANDIDATE" : "one FILE";
    throw new UsageError(
      `${command} takes ${what}, but was given ${given.length === 0 ? "none" : given.join(" ")}`,
    );
  }
  if (file === "-" && candidate === "-") {
    throw new UsageError("FILE and CANDIDATE must not both be -, as standard input can be read once");
  }
  const component = values.series ? "series" : "filter";
  const { candles, symbols, json } = values;
  return { command, file, candidate, component, candles, symbols, json };
}

export async function readCode(file: string): Promise<string> {
  if (file === "-") return await new Response(Deno.stdin.readable).text();
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    throw new UsageError(`FILE must be a file that can be read, but ${file} is not: ${messageOf(error)}`);
  }
}
