// The codes that the database refuses with, from the definitions that are current once all migrations have run.
import type { SourceCode } from "./of-functions.ts";
import { walk } from "./source-files.ts";

const DEFINITION = /create (?:or replace )?function ([\w.]+)\s*\([\s\S]*?\$\$([\s\S]*?)\$\$/g;
/** What a migration does by itself, which may refuse the project it is applied to. */
const ONCE = /^do \$\$[\s\S]*?^\$\$;/gm;
const REFUSAL = /errcode = 'TE(4\d\d)',\s*detail = '([a-z_]+)'/g;

/** The bodies of functions by name, a later one in place of an earlier one. */
export async function currentFunctions(): Promise<Map<string, string>> {
  const bodies = new Map<string, string>();
  for (const text of await walk("supabase/migrations", /\.sql$/)) {
    for (const [, name = "", body = ""] of text.matchAll(DEFINITION)) bodies.set(name, body);
    for (const [, name = ""] of text.matchAll(/^drop function (?:if exists )?([\w.]+)/gm)) {
      // What is dropped to be created anew stands in the same file.
      if (!new RegExp(`create (?:or replace )?function ${name}\\s*\\(`).test(text)) bodies.delete(name);
    }
  }
  return bodies;
}

export async function codesOfMigrations(): Promise<SourceCode[]> {
  const once = (await walk("supabase/migrations", /\.sql$/)).flatMap((text) =>
    [...text.matchAll(ONCE)].map(([body]) => body)
  );
  return [...(await currentFunctions()).values(), ...once].flatMap((body) =>
    [...body.matchAll(REFUSAL)].map(([, status, code = ""]) => ({ code, status: Number(status) }))
  );
}
