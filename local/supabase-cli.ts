// The Supabase CLI, as a process without a terminal.
import { createRequire } from "node:module";
import { arch, platform } from "node:process";
import { errorMessage } from "./log.ts";

const LIMIT_MS = 120_000;

export interface CliOptions {
  cwd?: string;
  env?: Record<string, string>;
}

/** What it printed on standard output. When it fails, throws all that it printed. */
export async function runCli(args: string[], { cwd, env = {} }: CliOptions = {}): Promise<string> {
  const command = new Deno.Command(cliPath(), {
    args,
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...env, DO_NOT_TRACK: "1", SUPABASE_TELEMETRY_DISABLED: "1" },
    stdin: "null",
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  const { success, stdout, stderr } = await command.output().catch((error) => {
    throw new Error(`Cannot run the supabase CLI: ${errorMessage(error)}`, { cause: error });
  });
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  if (!success) {
    throw new Error([stderr, stdout].map((bytes) => decode(bytes).trim()).filter(Boolean).join("\n"));
  }
  return decode(stdout);
}

// The executable itself: the wrapper npm links needs a Node process of its own only to find it.
function cliPath(): string {
  const os = platform === "win32" ? "windows" : platform;
  const require = createRequire(createRequire(import.meta.url).resolve("supabase/package.json"));
  return require.resolve(`@supabase/cli-${os}-${arch}/bin/supabase${platform === "win32" ? ".exe" : ""}`);
}
