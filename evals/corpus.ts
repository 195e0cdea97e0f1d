// A corpus: a folder of JSON files, each with a failing filter or a list of them.
import { basename, join } from "node:path";
import { z } from "zod";
import { UsageError } from "../scripts/command-line.ts";
import { messageOf } from "../supabase/functions/_shared/errors.ts";
import { componentSchema } from "../supabase/functions/_shared/filter-runtime/schema.ts";

const caseSchema = z.object({
  code: z.string(),
  class: z.string().min(1),
  note: z.string().default(""),
  /** What the code should have been. */
  fixed: z.string().min(1).optional(),
  component: componentSchema.default("filter"),
});
const casesSchema = z.array(caseSchema).min(1);

/** One failing filter; its name is that of its file, with its place where a file holds several. */
export type Case = z.infer<typeof caseSchema> & { name: string };

/** Reads every .json below the folder, in the order of their names; a file that is no case is a UsageError that names it. */
export async function readCorpus(folder: string): Promise<Case[]> {
  const files = await jsonFiles(folder);
  if (files.length === 0) {
    throw new UsageError(
      `--corpus must be a folder with cases in .json files, but there is none in ${folder}`,
    );
  }
  return (await Promise.all(files.sort().map(readFile))).flat();
}

async function jsonFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      const path = join(folder, name);
      if (isDirectory) found.push(...await jsonFiles(path));
      else if (name.endsWith(".json")) found.push(path);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `--corpus must be a folder that can be read, but ${folder} is not: ${messageOf(error)}`,
    );
  }
  return found;
}

async function readFile(path: string): Promise<Case[]> {
  let value: unknown;
  try {
    value = JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    throw new UsageError(`${path} must be JSON, but is not: ${messageOf(error)}`);
  }
  const parsed = casesSchema.safeParse(Array.isArray(value) ? value : [value]);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(
      `${path} must be a case {code, class, note, fixed?, component?} or a list of them: ` +
        `${issue?.path.join(".") || "the file"}: ${issue?.message ?? "not valid"}`,
    );
  }
  const name = basename(path, ".json");
  return parsed.data.map((one, index) => ({
    ...one,
    name: parsed.data.length > 1 ? `${name}#${index + 1}` : name,
  }));
}
