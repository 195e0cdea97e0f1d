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
const EXTRA_GRANT = "Somebody may read or change what is not theirs";

/** What is missing, what is different, and what is granted to somebody who should not have it. */
export function compare(
  expected: readonly Item[],
  found: readonly Item[],
  migrationOf: (kind: string, name: string) => string,
): Finding[] {
  const key = ([kind, name]: Item): string => `${kind} ${name}`;
  const there = new Map(found.map((item) => [key(item), item]));
  const wrong = expected.flatMap((item) => {
    const other = there.get(key(item));
    if (other === undefined) return [missing(item, migrationOf)];
    return other[2] === item[2] ? [] : [different(item, other, migrationOf)];
  });
  const wanted = new Set(expected.map(key));
  const ours = new Set([...expected.map(([, name]) => name), "schema private"]);
  const extra = found.filter((item) =>
    item[0] === "grant" && !wanted.has(key(item)) && ours.has(objectOf(item[1]))
  );
  return [...wrong, ...extra.map(unwanted)];
}

type MigrationOf = (kind: string, name: string) => string;

function missing([kind, name, , mend]: Item, migrationOf: MigrationOf): Finding {
  return finding(kind, `${kind} ${name} is missing`, statement(mend) ?? again(kind, name, migrationOf));
}

function different(expected: Item, [, , state, mend]: Item, migrationOf: MigrationOf): Finding {
  const [kind, name, wanted] = expected;
  const what = `${kind} ${name} is not as the migrations make it: ${shown(state)} instead of ${
    shown(wanted)
  }`;
  return finding(kind, what, remedy(expected, mend) ?? again(kind, name, migrationOf));
}

/** What there is has to go first, unless the statement replaces it or sets it right. */
function remedy([kind, name, , mend]: Item, foundMend: string | null): string | null {
  switch (kind) {
    case "trigger":
      return statement(foundMend);
    case "job":
      return statement(foundMend?.includes("alter_job") ? foundMend : mend);
    case "policy":
      return `drop policy ${quoted(name)};\n${statement(mend)}`;
    case "table":
      return statement(mend);
    default:
      return null;
  }
}

function unwanted([, name, , mend]: Item): Finding {
  const revoke = (mend ?? "").replace(/^grant/, "revoke").replace(/ to (\w+)$/, " from $1");
  return {
    ...finding("grant", `${name} is granted, and should not be`, statement(revoke) ?? ""),
    why: EXTRA_GRANT,
  };
}

function finding(kind: string, what: string, mend: string): Finding {
  return { group: "database", status: "failed", code: `catalogue_${kind}`, what, why: WHY[kind] ?? "", mend };
}

const statement = (sql: string | null): string | null => sql === null ? null : `${sql};`;

/** What a grant is about: "select on public.traders to anon". */
const objectOf = (grant: string): string => /^\w+ on (.*) to \w+$/.exec(grant)?.[1] ?? grant;

/** "Name of policy on schema.table", as `drop policy` wants it. */
function quoted(policy: string): string {
  const at = policy.lastIndexOf(" on ");
  return `"${policy.slice(0, at)}"${policy.slice(at)}`;
}

const shown = (state: string): string =>
  state === "" ? "nothing" : state.length > 80 ? `${state.slice(0, 80)}...` : state;

function again(kind: string, name: string, migrationOf: MigrationOf): string {
  return `Run the statement for ${kind} ${name} of ${MIGRATIONS}/${
    migrationOf(kind, name)
  } again, in the SQL editor`;
}

/** The newest migration that names a thing as it makes it. */
export async function migrationsByName(): Promise<MigrationOf> {
  const files: { file: string; text: string }[] = [];
  for await (const { name } of Deno.readDir(MIGRATIONS)) {
    files.push({ file: name, text: await Deno.readTextFile(`${MIGRATIONS}/${name}`) });
  }
  files.sort((a, b) => b.file.localeCompare(a.file));
  return (kind, name) => {
    const wanted = kind === "column" ? name.split(".").at(-1) ?? name : name.replace(/\(.*/s, "");
    const made = new RegExp(`(create|add)[^;]*?${RegExp.escape(wanted)}\\b`);
    const named = files.find(({ text }) => made.test(text)) ??
      files.find(({ text }) => text.includes(wanted));
    return named?.file ?? "*";
  };
}

/** Versions of the migrations that this version has, oldest first. */
export async function migrationVersions(): Promise<string[]> {
  const versions: string[] = [];
  for await (const { name } of Deno.readDir(MIGRATIONS)) {
    const version = /^(\d+)_/.exec(name)?.[1];
    if (version !== undefined) versions.push(version);
  }
  return versions.sort();
}
