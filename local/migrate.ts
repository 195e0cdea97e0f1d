// Applies supabase/migrations with the real CLI, which is the only way they are applied anywhere.
import { createRequire } from "node:module";
import { join } from "node:path";
import { arch, platform } from "node:process";
import { exists } from "./files.ts";
import { errorMessage } from "./log.ts";

const LIMIT_MS = 120_000;

export interface MigrateOptions {
  /** The folder that holds supabase/. */
  root: string;
  dbUrl: string;
  /** What supabase/config.toml reads through env(), [db.vault] above all. */
  env: Record<string, string>;
}

/** Runs `supabase db push`; a migration that fails throws the CLI's own message. */
export async function migrate({ root, dbUrl, env }: MigrateOptions): Promise<void> {
  const args = ["db", "push", `--remote=${dbUrl}?sslmode=disable`, "--yes", `--workdir=${root}`];
  if (await exists(join(root, "supabase", "seed.sql"))) args.push("--include-seed");
  const command = new Deno.Command(cliPath(), {
    args,
    cwd: root,
    env: { ...env, DO_NOT_TRACK: "1", SUPABASE_TELEMETRY_DISABLED: "1" },
    stdin: "null",
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  const { success, stdout, stderr } = await command.output().catch((error) => {
    throw new Error(`Cannot run the supabase CLI: ${errorMessage(error)}`, { cause: error });
  });
  if (success) return;
  const message = [stderr, stdout].map((bytes) => new TextDecoder().decode(bytes).trim()).filter(Boolean)
    .join("\n");
  throw new Error(`The migrations in ${join(root, "supabase", "migrations")} failed:\n${message}`);
}

// The executable itself: the wrapper npm links needs a Node process of its own only to find it.
function cliPath(): string {
  const os = platform === "win32" ? "windows" : platform;
  const require = createRequire(createRequire(import.meta.url).resolve("supabase/package.json"));
  return require.resolve(`@supabase/cli-${os}-${arch}/bin/supabase${platform === "win32" ? ".exe" : ""}`);
}
