// Group database: what check_installation() says, against what this version needs.
import { z } from "zod";
import { challengeSchema } from "../../supabase/functions/diagnose/settings.ts";
import { CATALOGUE_FILE, compare, fromLines, itemSchema, migrationVersions } from "./catalogue.ts";
import { failing, type Finding, ok } from "./finding.ts";
import { pushMigrations, type Target } from "./target.ts";

const failed = failing("database");

const installationSchema = z.object({
  /** What the database could not tell, and why. */
  broken: z.array(z.object({ part: z.string(), message: z.string() })),
  migrations: z.array(z.string()).nullable(),
  catalogue: z.array(itemSchema).nullable(),
  extensions: z.array(z.string()),
  failed_jobs: z.array(z.object({ job: z.string(), message: z.string().nullable() })),
  health: z.object({
    problems: z.array(z.string()),
    sweeper: z.object({ age_s: z.int().nullable() }),
    bells: z.object({
      pg_net: z.object({ waiting: z.int(), failed_last_hour: z.int() }).nullable(),
    }),
  }).nullable(),
  functions_url: z.string().nullable(),
  webhook_secret: z.enum(["missing", "malformed", "well_formed"]),
  challenge: challengeSchema.nullable(),
  operators: z.int().nullable(),
  traders_secured: z.boolean(),
  /** Synthetic users of earlier runs. */
  left_behind: z.array(z.guid()),
});
export type Installation = z.infer<typeof installationSchema>;

/** What this version's code is made for. */
export interface Expected {
  catalogue: string;
  migrations: readonly string[];
}

export async function thisVersion(): Promise<Expected> {
  return {
    catalogue: await Deno.readTextFile(CATALOGUE_FILE),
    migrations: await migrationVersions(),
  };
}

/** Asks the database; a finding alone when it cannot be asked. */
export async function readInstallation(target: Target, signal: AbortSignal): Promise<Installation | Finding> {
  const { data, error, status } = await target.client.rpc("check_installation");
  signal.throwIfAborted();
  if (error === null) return installationSchema.parse(data);
  const why = "Nothing can be looked at";
  // What Supabase answers for a project that is paused.
  if (status === 540) {
    return failed("project_paused", "The project is paused", why, "Resume it in the dashboard");
  }
  if (status === 0) {
    return failed(
      "project_unreachable",
      `${target.url} does not answer: ${error.message}`,
      why,
      "Set SUPABASE_URL to the project's address",
    );
  }
  if (status === 401 || status === 403) {
    return failed(
      "secret_key_refused",
      "The project refuses SUPABASE_SECRET_KEY",
      why,
      "Set it to a secret key (sb_secret_...) of this project: Project settings, API keys",
    );
  }
  if (error.code === "PGRST202") {
    return failed(
      "not_installed",
      "The database has no check_installation()",
      "The migrations of this version were not pushed, and maybe none",
      pushMigrations(target),
    );
  }
  return failed(
    "database_failing",
    `The database cannot say how it is set up: ${error.message}`,
    why,
    "Mend what it says, or run this again when the database is less busy",
  );
}

export function checkDatabase(target: Target, found: Installation, expected: Expected): Finding[] {
  const migrations = checkMigrations(target, found, expected.migrations);
  const isUpToDate = migrations.status === "ok" || migrations.status === "skipped";
  return [
    ...checkExtensions(found),
    migrations,
    ...(isUpToDate ? checkCatalogue(found, expected) : []),
    ...found.broken.map(({ part, message }) =>
      failed(
        "part_failing",
        `The database cannot tell about its ${part}: ${message}`,
        "Something that it needs is missing",
        "Mend what is named above and run this again",
      )
    ),
    ...found.failed_jobs.map(({ job, message }) =>
      failed(
        "job_failing",
        `The job ${job} fails: ${message ?? "it does not say why"}`,
        "What it does at its times is not done",
        "See docs/runbooks.md#sweeper_silent",
      )
    ),
    ...checkHealth(found),
    checkTraders(found),
    ...(found.operators === null ? [] : [checkOperators(found.operators)]),
  ];
}

const EXTENSIONS: Record<string, string> = {
  pg_cron: "Nothing is done at its time: retries, ends of watches, cleaning up",
  pg_net: "The database cannot call the functions: repairs, mails and deployments wait for nothing",
  supabase_vault: "There is no place for the two secrets of the database",
  pgcrypto: "The database cannot sign its calls",
};

function checkExtensions({ extensions }: Installation): Finding[] {
  const missing = Object.entries(EXTENSIONS).filter(([name]) => !extensions.includes(name));
  if (missing.length === 0) {
    return [ok("database", "extensions", `Extensions are there: ${Object.keys(EXTENSIONS).join(", ")}`)];
  }
  return missing.map(([name, why]) =>
    failed("extension_missing", `The extension ${name} is missing`, why, `create extension ${name};`)
  );
}

function checkMigrations(target: Target, { migrations }: Installation, expected: readonly string[]): Finding {
  if (migrations === null) {
    return {
      group: "database",
      status: "skipped",
      code: "migrations_unknown",
      what: "No history of migrations is kept; the objects themselves are compared",
    };
  }
  const missing = expected.filter((version) => !migrations.includes(version));
  if (missing.length === 0) {
    return ok("database", "migrations", `All ${expected.length} migrations are pushed`);
  }
  return failed(
    "migrations_missing",
    `${missing.length} of ${expected.length} migrations are not pushed, the first of them ${missing[0]}`,
    "Functions and database are of different versions",
    pushMigrations(target),
  );
}

/** The jobs that a missing extension takes away are told with it. */
function checkCatalogue({ catalogue, extensions }: Installation, expected: Expected): Finding[] {
  if (catalogue === null) return [];
  const wanted = fromLines(expected.catalogue).filter(([kind]) =>
    kind !== "job" || extensions.includes("pg_cron")
  );
  const wrong = compare(wanted, catalogue);
  if (wrong.length > 0) return wrong;
  const what = "Tables, functions, triggers, policies, rights and jobs are as the migrations make them";
  return [ok("database", "catalogue", `${what} (${wanted.length})`)];
}

/** Told elsewhere with their remedy, or mended by what is told there. */
const TOLD_ELSEWHERE = new Set([
  "cron_missing",
  "pg_net_missing",
  "secrets_missing",
  "email_not_configured",
  "operator_webhook_not_configured",
]);
/** Work that waits for somebody; the installation itself is whole. */
const WORK = new Set(["dead_letters", "systemic_fault", "model_calls_off", "email_paused"]);

function checkHealth({ health }: Installation): Finding[] {
  if (health === null) return [];
  const { problems, sweeper } = health;
  const findings = problems.filter((code) => !TOLD_ELSEWHERE.has(code)).map((code): Finding => ({
    group: "database",
    status: WORK.has(code) ? "warning" : "failed",
    code,
    what: `recovery_health() reports ${code}`,
    why: "Its runbook says what it means",
    mend: `docs/runbooks.md#${code}`,
  }));
  if (problems.includes("sweeper_silent")) return findings;
  return [ok("database", "sweeper", `The sweeper ran ${sweeper.age_s ?? 0} s ago`), ...findings];
}

function checkTraders({ traders_secured }: Installation): Finding {
  if (traders_secured) return ok("database", "traders", "Row security of traders is on");
  return failed(
    "traders_open",
    "Row security of traders is off",
    "Whoever has the publishable key reads every trader's code",
    "alter table public.traders enable row level security;",
  );
}

function checkOperators(operators: number): Finding {
  if (operators > 0) return ok("database", "operators", `${operators} operator${operators === 1 ? "" : "s"}`);
  return {
    group: "database",
    status: "warning",
    code: "no_operator",
    what: "Nobody is an operator",
    why: "Nobody sees the operations page, or is told of faults and dead letters",
    mend:
      `update auth.users set raw_app_meta_data = raw_app_meta_data || '{"role": "admin"}' where email = '<address>';`,
  };
}
