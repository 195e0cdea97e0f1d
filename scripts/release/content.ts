// What a release consists of: the migrations as they are, each function as one file, and the notices of what those files hold.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { functionNames } from "../../local/functions-config.ts";
import { bundleFunctions } from "./bundle.ts";
import type { Files } from "./plan.ts";

const MIGRATIONS = "supabase/migrations";
const NOTICES = "functions/_trader-error-recovery/NOTICES.txt";
const RUNTIME_NOTICES = "runtime/NOTICES.txt";
const NOTICE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

export interface Content {
  files: Files;
  functions: string[];
}

/** @param keep names of functions that the project has itself */
export async function releaseContent(keep: readonly string[]): Promise<Content> {
  const names = (await functionNames("supabase/functions")).filter((name) => !keep.includes(name));
  const bundles = await bundleFunctions(names);
  const migrations = (await readdir(MIGRATIONS)).filter((name) => name.endsWith(".sql")).sort();
  const packages = [...new Set(bundles.flatMap((bundle) => bundle.packages))].sort();
  return {
    functions: names,
    files: new Map([
      ...await Promise.all(migrations.map(async (name): Promise<[string, string]> => [
        `migrations/${name}`,
        await readFile(join(MIGRATIONS, name), "utf8"),
      ])),
      ...bundles.map(({ name, text }): [string, string] => [`functions/${name}/index.js`, text]),
      [
        NOTICES,
        (await Promise.all([...packages.map(noticeOf), readFile(RUNTIME_NOTICES, "utf8")])).join("\n\n"),
      ],
    ]),
  };
}

/** A package's name, version, licence and its own text of it. */
async function noticeOf(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const texts = (await readdir(folder)).filter((file) => NOTICE_FILE.test(file)).sort();
  const bodies = await Promise.all(texts.map((file) => readFile(join(folder, file), "utf8")));
  return [`${name} ${version} (${license})`, ...bodies.map((text) => text.trim())].join("\n\n");
}
