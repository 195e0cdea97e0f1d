import type { Finding } from "../../scripts/doctor/finding.ts";
import type { Project } from "./project.ts";

export interface Ran {
  code: number;
  out: string;
  err: string;
  /** With --json. */
  findings: Finding[];
  /** Codes of what failed, sorted. */
  failed: string[];
}

/** Starts npm run doctor on this project. */
export function startDoctor(
  { stack, recordErrorSecret }: Project,
  args: string[],
  env: Record<string, string> = {},
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", "scripts/doctor.ts", ...args],
    env: {
      SUPABASE_URL: stack.apiUrl,
      SUPABASE_SECRET_KEY: stack.secretKey,
      SUPABASE_PUBLISHABLE_KEY: stack.publishableKey,
      RECORD_ERROR_SECRET: recordErrorSecret,
      ...env,
    },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** The same, until it has ended. */
export async function doctor(
  project: Project,
  args: string[],
  env: Record<string, string> = {},
): Promise<Ran> {
  const { code, stdout, stderr } = await startDoctor(project, args, env).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  const [out, err] = [text(stdout), text(stderr)];
  const findings: Finding[] = args.includes("--json") && out !== "" ? JSON.parse(out).findings : [];
  const failed = findings.filter(({ status }) => status === "failed").map(({ code }) => code).sort();
  return { code, out, err, findings, failed };
}
