// npm run doctor: looks at a project from outside and from inside, and says what is wrong, what comes of it, and what mends it.
import { parseArgs } from "node:util";
import { functionNames } from "../local/functions-config.ts";
import { env } from "../supabase/functions/_shared/env.ts";
import { parsed, print, runCommand, UsageError } from "./command-line.ts";
import { checkDatabase, type Installation, readInstallation, thisVersion } from "./doctor/database.ts";
import { type Finding, type Group, GROUPS, inWords, reportOf } from "./doctor/finding.ts";
import { askDiagnose, checkFunctions } from "./doctor/functions.ts";
import { checkRoundTrip } from "./doctor/round-trip.ts";
import { checkVault } from "./doctor/secrets.ts";
import { readTarget, type Target } from "./doctor/target.ts";

const usage = `Usage: npm run doctor -- [options]

Checks a project end to end: database, secrets, functions, the services that they call, and a round trip of an error of a synthetic
trader, which is removed again. No model is asked and no mail is sent. It needs

  SUPABASE_URL              the project's address
  SUPABASE_SECRET_KEY       sb_secret_...
  SUPABASE_PUBLISHABLE_KEY  sb_publishable_..., for the round trip
  RECORD_ERROR_SECRET       what executors sign their reports with, for the round trip

  --only GROUP  looks at this group alone; may be given several times: ${GROUPS.join(", ")}
  --skip GROUP  leaves this group out; may be given several times
  --keep NAME   a function that the project has itself, as for npm run release; may be given several times
  --json        prints one JSON object

Exit code 0 when nothing failed, 1 when something did, 2 when it cannot be run as asked.`;

/** The project is looked at by this version's own migrations and functions, wherever the command is run. */
const FUNCTIONS = "supabase/functions";

/** What a round trip would only find out again, after its limit. */
const HINDERS = new Set([
  "extension_missing",
  "migrations_missing",
  "functions_url_missing",
  "functions_url_wrong",
  "vault_secret_missing",
  "vault_secret_malformed",
  "webhook_secret_missing",
  "webhook_secret_malformed",
  "webhook_secret_differs",
  "record_error_secret_missing",
  "record_error_secret_malformed",
]);

await runCommand(usage, async (args) => {
  const { values } = parsed(() =>
    parseArgs({
      args,
      options: {
        only: { type: "string", multiple: true, default: [] },
        skip: { type: "string", multiple: true, default: [] },
        keep: { type: "string", multiple: true, default: [] },
        json: { type: "boolean", default: false },
      },
    })
  );
  const groups = chosen(values.only, values.skip);
  const names = await functionsBut(values.keep);
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => stop.abort(new Error(`Stopped by ${name}`)));
  }
  const target = readTarget(env, stop.signal);
  const report = reportOf(target.url, await examine(target, groups, names, stop.signal));
  print(values.json ? JSON.stringify(report, null, 2) : inWords(report));
  return report.ok ? 0 : 1;
});
// The Realtime client holds on to a timer of ten seconds.
Deno.exit();

async function examine(
  target: Target,
  groups: Set<Group>,
  names: string[],
  signal: AbortSignal,
): Promise<Finding[]> {
  const found = await readInstallation(target, signal);
  if ("status" in found) return [found, ...afterThat(groups)];
  const inside = groups.has("secrets") || groups.has("services")
    ? await askDiagnose(target, found.challenge, signal)
    : [];
  const findings = [
    ...(groups.has("database") ? checkDatabase(target, found, await thisVersion()) : []),
    ...(groups.has("secrets") ? checkVault(target, found) : []),
    ...inside.filter(({ group }) => groups.has(group)),
    ...(groups.has("functions") ? await checkFunctions(target, names, signal) : []),
  ];
  return [...findings, ...(groups.has("round-trip") ? await roundTrip(target, found, findings, signal) : [])];
}

/** Nothing is asked of a project that cannot answer: a round trip would wait for its limit and say less. */
async function roundTrip(
  target: Target,
  found: Installation,
  before: Finding[],
  signal: AbortSignal,
): Promise<Finding[]> {
  const cause = before.find(({ status, group, code }) =>
    status === "failed" && (group === "functions" || HINDERS.has(code))
  );
  if (cause === undefined) return await checkRoundTrip(target, found, signal);
  return [{
    group: "round-trip",
    status: "skipped",
    code: "not_tried",
    what: `Not tried before this is mended: ${cause.what}`,
  }];
}

function afterThat(groups: Set<Group>): Finding[] {
  return GROUPS.filter((group) => group !== "database" && groups.has(group)).map((group) => ({
    group,
    status: "skipped",
    code: "not_tried",
    what: "Not looked at before the database is",
  }));
}

function chosen(only: string[], skip: string[]): Set<Group> {
  const known = (option: string, names: string[]): Group[] =>
    names.map((name) => {
      const group = GROUPS.find((group) => group === name);
      if (group === undefined) {
        throw new UsageError(`--${option} must be one of ${GROUPS.join(", ")}, but is ${name}`);
      }
      return group;
    });
  const left = new Set(known("skip", skip));
  const groups = (only.length === 0 ? [...GROUPS] : known("only", only)).filter((group) => !left.has(group));
  if (groups.length === 0) throw new UsageError("--skip must leave a group, but leaves none");
  return new Set(groups);
}

async function functionsBut(kept: string[]): Promise<string[]> {
  const names = await functionNames(FUNCTIONS);
  const unknown = kept.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`--keep must be a function of ${FUNCTIONS}, but is ${unknown}`);
  }
  return names.filter((name) => !kept.includes(name));
}
