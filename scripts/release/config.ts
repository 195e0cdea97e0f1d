// What a release puts into a project's supabase/config.toml: a section for each function, and the two entries of Vault.
import { parse, type TomlTable } from "smol-toml";
import { UsageError } from "../command-line.ts";

const BEGIN = "# trader-error-recovery: begin (npm run release keeps these lines)";
const END = "# trader-error-recovery: end";
const BLOCK = new RegExp(`\\n?^${escape(BEGIN)}$[^]*?^${escape(END)}$`, "gm");

/** Read by `supabase db push`, which stores them before it migrates. */
const VAULT = {
  recovery_functions_url: "env(RECOVERY_FUNCTIONS_URL)",
  recovery_webhook_secret: "env(RECOVERY_WEBHOOK_SECRET)",
};

/** The configuration with what the functions of these names need, once, whatever release was there before; all else is kept as it is. */
export function withRelease(toml: string, functions: readonly string[]): string {
  const own = withoutRelease(toml);
  const { functions: given, db } = read(own);
  const taken = functions.find((name) => isTable(given) && given[name] !== undefined);
  if (taken !== undefined) {
    throw new UsageError(
      `supabase/config.toml has a section [functions.${taken}] of its own: remove it, or give --keep ${taken} for the project's own function to stay`,
    );
  }
  const sections = functions.map((name) =>
    `[functions.${name}]\nverify_jwt = false\nentrypoint = "./functions/${name}/index.js"`
  );
  const whole = withVault(own, isTable(db) && isTable(db["vault"]) ? db["vault"] : undefined);
  const result = append(whole, block(sections.join("\n\n")));
  read(result);
  return result;
}

/** The configuration without what any release has put there. */
export function withoutRelease(toml: string): string {
  return toml.replaceAll(BLOCK, "").replace(/\n+$/, "\n").replace(/^\n$/, "");
}

/** Entries that the project has set in its own way stay. A table can be opened once only, so an open one takes them in. */
function withVault(toml: string, vault: TomlTable | undefined): string {
  const lines = Object.entries(VAULT).filter(([name]) => vault?.[name] === undefined).map(([name, value]) =>
    `${name} = "${value}"`
  );
  if (lines.length === 0) return toml;
  if (vault === undefined) return append(toml, block(["[db.vault]", ...lines].join("\n")));
  const header = /^[ \t]*\[[ \t]*db[ \t]*\.[ \t]*vault[ \t]*\].*$/m;
  if (!header.test(toml)) {
    throw new UsageError(
      `supabase/config.toml sets db.vault without a section [db.vault]: write it as one, or add ${
        lines.join(" and ")
      }`,
    );
  }
  return toml.replace(header, (line) => `${line}\n${block(lines.join("\n"))}`);
}

function append(toml: string, text: string): string {
  return toml === "" ? `${text}\n` : `${toml.trimEnd()}\n\n${text}\n`;
}

function block(text: string): string {
  return `${BEGIN}\n${text}\n${END}`;
}

function read(toml: string): TomlTable {
  try {
    return parse(toml);
  } catch (error) {
    throw new UsageError(
      `supabase/config.toml cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function isTable(value: unknown): value is TomlTable {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function escape(text: string): string {
  return text.replaceAll(/[()]/g, "\\$&");
}
