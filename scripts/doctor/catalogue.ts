// What the database holds of ours, against what this version's migrations make.
import { z } from "zod";
import type { Finding } from "./finding.ts";

export const CATALOGUE_FILE = "scripts/doctor/catalogue.tsv";
const MIGRATIONS = "supabase/migrations";

/** Kind, name, the state that matters, and the statement that restores it, where one does: private.catalogue(). */
export const itemSchema = z.tuple([z.string(), z.string(), z.string(), z.string().nullable()]);
export type Item = z.infer<typeof itemSchema>;

/** The file that holds them, a line each. */
export function asLines(items: readonly Item[]): string {
  return items.map((item) => item.map((field) => JSON.stringify(field)).join("\t") + "\n").sort().join("");
}

export function fromLines(text: string): Item[] {
  return text.split("\n").filter(Boolean).map((line) =>
    itemSchema.parse(line.split("\t").map((field) => JSON.parse(field)))
  );
}

/** What becomes of it when one of a kind is not as it should be. */
const WHY: Record<string, string> = {
  column: "What reads or writes it fails",
  constraint: "The database no longer refuses what must not be",
  function: "It does something else than this version's code counts on",
  grant: "What needs it is refused",
  index: "What searches by it becomes slow as the tables grow",
  job: "What is due at a time is not done: retries, ends of watches, cleaning up",
  policy: "Rows are not shown to whom they belong, or are shown to others",
  table: "Without row security the grants alone decide who reads what",
  trigger: "What follows a change of that table does not happen, in silence",
  view: "It is read with other rights than it should be",
};
const EXTRA = "Somebody may read or change what is not theirs";

/** What is missing, what is different, and what is allowed to somebody who should not have it. */
export function compare(expected: readonly Item[], found: readonly Item[]): Finding[] {
  const there = new Map(found.map((item) => [keyOf(item), item]));
  const gone = expected.filter((item) => OWNERS.has(item[0]) && !there.has(keyOf(item))).map(([, name]) =>
    name
  );
  const wrong = expected.flatMap((item) => {
    const other = there.get(keyOf(item));
    if (other !== undefined) return other[2] === item[2] ? [] : [different(item, other)];
    // What hung on something that is gone is gone as well, and told when that is back.
    return !OWNERS.has(item[0]) && gone.some((owner) => isPartOf(item[1], owner)) ? [] : [missing(item)];
  });
  return [...wrong, ...extra(expected, found).map(unwanted)];
}

/** What rights, columns and triggers hang on. */
const OWNERS = new Set(["table", "view", "function"]);

/** Rights and policies on what is ours that the migrations do not give. A right of everybody is told once, not for each role. */
function extra(expected: readonly Item[], found: readonly Item[]): Item[] {
  const wanted = new Set(expected.map(keyOf));
  const ours = new Set([...expected.map(([, name]) => name), "schema private"]);
  const more = found.filter((item) =>
    (item[0] === "grant" || item[0] === "policy") && !wanted.has(keyOf(item)) && ours.has(objectOf(item[1]))
  );
  const toAll = new Set(more.map(([, name]) => name).filter((name) => name.endsWith(" to public")));
  return more.filter(([, name]) =>
    name.endsWith(" to public") || !toAll.has(name.replace(/ to \w+$/, " to public"))
  );
}

const keyOf = ([kind, name]: Item): string => `${kind} ${name}`;

/** Columns are called by what they are of, the rest by what they are on. */
function isPartOf(name: string, owner: string): boolean {
  return name.startsWith(`${owner}.`) || name.endsWith(` on ${owner}`) || name.includes(` on ${owner} to `);
}

function missing([kind, name, , mend]: Item): Finding {
  const what = `${kind} ${name} is missing`;
  return kind === "table" ? finding(kind, what, FROM_BACKUP) : finding(kind, what, statement(mend));
}

const FROM_BACKUP =
  "What was in it is in a backup: docs/operations.md#backup-and-restore; its statement is among supabase/migrations";

function different(expected: Item, [, , state, foundMend]: Item): Finding {
  const [kind, name, wanted] = expected;
  const what = `${kind} ${name} is not as the migrations make it: ${shown(state)} instead of ${
    shown(wanted)
  }`;
  return finding(kind, what, remedy(expected, foundMend));
}

/** What a constraint or a policy is called, and what it is on; names of policies have blanks in them. */
function placeOf(name: string): { own: string; table: string } {
  const [own = "", table = ""] = name.split(/ on (?=[^ ]+$)/);
  return { own, table };
}

/** What there is has to go first, unless the statement replaces it or sets it right. */
function remedy([kind, name, wanted, mend]: Item, foundMend: string | null): string {
  const { own, table } = placeOf(name);
  switch (kind) {
    case "trigger":
      return statement(foundMend);
    case "job":
      return statement(foundMend?.includes("alter_job") ? foundMend : mend);
    case "policy":
      return `drop policy "${own}" on ${table};\n${statement(mend)}`;
    case "constraint":
      return `alter table ${table} drop constraint ${own};\n${statement(mend)}`;
    case "index":
      return `drop index concurrently ${name};\n${statement(mend)}`;
    case "column":
      return `Make it ${wanted} again, by alter table ... alter column`;
    default:
      return statement(mend);
  }
}

function unwanted([kind, name, , mend]: Item): Finding {
  const { own, table } = placeOf(name);
  const sql = kind === "policy"
    ? `drop policy "${own}" on ${table}`
    : (mend ?? "").replace(/^grant/, "revoke").replace(/ to (\w+)$/, " from $1");
  return { ...finding(kind, `${kind} ${name} is there, and should not be`, `${sql};`), why: EXTRA };
}

function finding(kind: string, what: string, mend: string): Finding {
  return { group: "database", status: "failed", code: `catalogue_${kind}`, what, why: WHY[kind] ?? "", mend };
}

const statement = (sql: string | null): string => `${(sql ?? "").trimEnd()};`;

/** What a grant or a policy is about: "select on public.traders to anon", "Owners see it on public.traders". */
function objectOf(name: string): string {
  return /^\w+ on (.*) to \w+$/.exec(name)?.[1] ?? / on ([^ ]+)$/.exec(name)?.[1] ?? name;
}

const shown = (state: string): string =>
  state === "" ? "nothing" : state.length > 80 ? `${state.slice(0, 80)}...` : state;

/** Versions of the migrations that this version has, oldest first. */
export async function migrationVersions(): Promise<string[]> {
  const versions: string[] = [];
  for await (const { name } of Deno.readDir(MIGRATIONS)) {
    const version = /^(\d+)_/.exec(name)?.[1];
    if (version !== undefined) versions.push(version);
  }
  return versions.sort();
}
