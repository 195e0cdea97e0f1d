// The machine codes that rows carry: why something is no success, and what recovery_health() calls a problem.
import { currentFunctions } from "./of-migrations.ts";
import { walk } from "./source-files.ts";

/** Why a repair or a deployment is no success, as functions and the database write it. */
export async function reasonsInSource(): Promise<Set<string>> {
  const sql = [...(await currentFunctions()).values()].join("\n");
  const functions = (await walk("supabase/functions/regenerate-filter", /(?<!\.test)\.ts$/)).join("\n");
  return new Set([
    ...literals(sql, /\breason :?= '([a-z_]+)'/g),
    ...literals(functions, /\breason: "([a-z_]+)"(?! in)/g),
    ...literals(functions, /"(llm_[a-z_]+)"/g),
  ]);
}

/** What recovery_health() and the operators' page may name. */
export async function problemsInSource(): Promise<Set<string>> {
  const bodies = await currentFunctions();
  const sql = ["private.recovery_problems", "private.delivery_problems"].map((name) => bodies.get(name) ?? "")
    .join("\n");
  return new Set([
    ...literals(sql, /\bselect '([a-z_]+)'(?: as code)?(?:,| from| where|\s+where)/g),
    ...literals(sql, /\b(?:then|else) '((?:operator|sweeper)_[a-z_]+)'/g),
  ]);
}

/** Every quoted word of functions and current database functions: what is documented must be one. */
export async function wordsInSource(): Promise<Set<string>> {
  const texts = [
    ...(await currentFunctions()).values(),
    ...await walk("supabase/migrations", /\.sql$/),
    ...await walk("supabase/functions", /(?<!\.test)\.ts$/),
  ];
  return new Set(texts.flatMap((text) => [...literals(text, /["']([a-z][a-z_]+)["']/g)]));
}

function literals(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, word = ""]) => word);
}
