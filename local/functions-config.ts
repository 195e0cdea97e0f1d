// What a function's environment and supabase/config.toml hold, as the platform and the CLI provide them.
import { join } from "node:path";
import { exists } from "./files.ts";
import { JWT_SECRET, PUBLISHABLE_KEY, SECRET_KEY } from "./keys.ts";

/** What a function's folder may hold: its source, or the one file that a release makes of it. */
const ENTRIES = ["index.ts", "index.js"];

/** The file that each function starts from, by its name: that of its folder in supabase/functions. */
export async function functionEntries(folder: string): Promise<Map<string, string>> {
  const entries = new Map<string, string>();
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (!isDirectory || name.startsWith("_") || name.startsWith(".")) continue;
      const entry = await firstThatExists(ENTRIES.map((file) => join(folder, name, file)));
      if (entry !== undefined) entries.set(name, entry);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return entries;
}

/** Their names, sorted. */
export async function functionNames(folder: string): Promise<string[]> {
  return [...(await functionEntries(folder)).keys()].sort();
}

async function firstThatExists(paths: string[]): Promise<string | undefined> {
  for (const path of paths) if (await exists(path)) return path;
  return undefined;
}

/** The variables that every function gets, then those of supabase/functions/.env. */
export async function functionEnv(
  folder: string,
  apiUrl: string,
  dbUrl: string,
): Promise<Record<string, string>> {
  const jwk = {
    kty: "oct",
    k: new TextEncoder().encode(JWT_SECRET).toBase64({ alphabet: "base64url", omitPadding: true }),
  };
  return {
    SUPABASE_URL: apiUrl,
    SUPABASE_DB_URL: dbUrl,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: PUBLISHABLE_KEY }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: SECRET_KEY }),
    SUPABASE_JWKS: JSON.stringify({ keys: [jwk] }),
    // The names that older code reads. Clients take the new keys in their place.
    SUPABASE_ANON_KEY: PUBLISHABLE_KEY,
    SUPABASE_SERVICE_ROLE_KEY: SECRET_KEY,
    ...parseEnvFile(await Deno.readTextFile(join(folder, ".env")).catch(() => "")),
  };
}

/** Functions whose `[functions.<name>]` section says verify_jwt = false; the platform's default is true. */
export function withoutJwtCheck(configToml: string): Set<string> {
  const names = new Set<string>();
  for (const section of configToml.split(/^(?=\[)/m)) {
    const name = /^\[functions\.(?:"([^"]+)"|([\w-]+))\]/.exec(section);
    if (name && /^\s*verify_jwt\s*=\s*false\b/m.test(section)) names.add(name[1] ?? name[2] ?? "");
  }
  return names;
}

function parseEnvFile(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line);
    if (match?.[1] !== undefined) values[match[1]] = (match[2] ?? "").replace(/^(["'])(.*)\1$/, "$2");
  }
  return values;
}
