// npm run release: puts the migrations and the functions into the project of an operator, and takes them out again.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { parsed, print, runCommand, UsageError } from "./command-line.ts";
import { withoutRelease, withRelease } from "./release/config.ts";
import { type Content, releaseContent } from "./release/content.ts";
import { type Files, type Manifest, manifestOf, manifestSchema, planRelease } from "./release/plan.ts";

const usage = `Usage: npm run release -- FOLDER [options]

Puts this version into the Supabase project of FOLDER, which holds supabase/ or gets one: the migrations, each function as one file
that Supabase bundles without Docker, and their sections of config.toml. What the project has of its own stays as it is; when
something of it is in the way, nothing is written and the message says what. Run again, it brings the project to this version.

  --keep NAME  a function that the project has itself, such as send-notification-email; may be given several times
  --remove     takes out what a release has put there`;

const MANIFEST = "trader-error-recovery.json";

await runCommand(usage, async (args) => {
  const { values, positionals: [folder, ...more] } = parsed(() =>
    parseArgs({
      args,
      allowPositionals: true,
      options: {
        keep: { type: "string", multiple: true, default: [] },
        remove: { type: "boolean", default: false },
      },
    })
  );
  if (folder === undefined || more.length > 0) {
    throw new UsageError(`release takes one FOLDER, but there are ${more.length + (folder ? 1 : 0)}`);
  }
  const root = join(folder, "supabase");
  const last = await manifestIn(root);
  if (values.remove) {
    if (last === null) {
      throw new UsageError(`FOLDER must hold a release, but ${join(root, MANIFEST)} is not there`);
    }
    await put(root, { files: new Map(), functions: [] }, last);
    print(
      `Removed version ${last.version} from ${root}. docs/deploy.md says how to remove it from the project itself`,
    );
    return 0;
  }
  const content = await releaseContent(values.keep);
  const { version } = JSON.parse(await readFile("package.json", "utf8"));
  const counts = await put(root, content, last, version);
  print(`${root} holds version ${version}: ${counts}. docs/deploy.md says what comes next`);
  return 0;
});

/** Writes a release, or, without a version, takes the last one out. Throws before it has written anything if something is in the way. */
async function put(root: string, content: Content, last: Manifest | null, version?: string): Promise<string> {
  const found = await filesIn(root, content, last);
  const { write, remove, conflicts } = planRelease(content.files, found, last);
  const configPath = join(root, "config.toml");
  const config = await readOr(configPath, "");
  const nextConfig = version === undefined ? withoutRelease(config) : withRelease(config, content.functions);
  if (conflicts.length > 0) {
    throw new UsageError(
      `FOLDER has something in the way, so nothing was changed:\n  ${conflicts.join("\n  ")}`,
    );
  }
  for (const path of write) await writeText(join(root, path), content.files.get(path) ?? "");
  for (const path of remove) await removeFile(join(root, path));
  if (nextConfig !== config) await writeText(configPath, nextConfig);
  if (version === undefined) await rm(join(root, MANIFEST));
  else {await writeText(
      join(root, MANIFEST),
      `${JSON.stringify(manifestOf(version, content.files), null, 2)}\n`,
    );}
  return `${content.functions.length} functions, ${write.length} files written, ${remove.length} removed`;
}

/** What the plan needs to know of the project: see planRelease. */
async function filesIn(root: string, { files, functions }: Content, last: Manifest | null): Promise<Files> {
  const paths = new Set([...files.keys(), ...Object.keys(last?.files ?? {})]);
  for (const name of functions) {
    const folder = `functions/${name}`;
    const names = await readdir(join(root, folder)).catch(() => []);
    for (const file of names) paths.add(`${folder}/${file}`);
  }
  const found = new Map<string, string>();
  for (const path of paths) {
    const text = await readFile(join(root, path), "utf8").catch(() => undefined);
    if (text !== undefined) found.set(path, text);
  }
  return found;
}

async function manifestIn(root: string): Promise<Manifest | null> {
  const text = await readOr(join(root, MANIFEST), "");
  return text === "" ? null : manifestSchema.parse(JSON.parse(text));
}

async function readOr(path: string, fallback: string): Promise<string> {
  return await readFile(path, "utf8").catch((error: { code?: string }) => {
    if (error.code === "ENOENT") return fallback;
    throw error;
  });
}

async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** With its folder, if that is empty then. */
async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
  if ((await readdir(dirname(path))).length === 0) await rm(dirname(path), { recursive: true });
}
