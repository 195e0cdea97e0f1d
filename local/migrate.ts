// Applies supabase/migrations with the real CLI, which is the only way they are applied anywhere.
import { join } from "node:path";
import { exists } from "./files.ts";
import { errorMessage } from "./log.ts";
import { runCli } from "./supabase-cli.ts";

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
  try {
    await runCli(args, { cwd: root, env });
  } catch (error) {
    throw new Error(
      `The migrations in ${join(root, "supabase", "migrations")} failed:\n${errorMessage(error)}`,
    );
  }
}
