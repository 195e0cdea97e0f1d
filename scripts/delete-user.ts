// npm run delete-user: deletes what is stored of one user, on an operator's word.
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { parseArgs } from "node:util";
import { z } from "zod";
import { env } from "../supabase/functions/_shared/env.ts";
import { parsed, print, runCommand, table, UsageError } from "./command-line.ts";

const usage = `Usage: npm run delete-user -- --user ID_OR_ADDRESS [options]

Deletes what error recovery stores of a user: errors with their market data, incidents, repairs, earlier versions, deployments,
notifications and the audit log. Their traders stay, with the code that runs; calls of language models stay counted without their name.
It needs SUPABASE_URL and SUPABASE_SECRET_KEY (sb_secret_...). Preferences stay, or mails would begin again.

  --dry-run  says what there is, and deletes nothing
  --account  deletes the account as well, and with it what the platform deletes with an account
  --json     prints one JSON object`;

const CALL_LIMIT_MS = 30_000;
const PAGE = 1_000;
/** Work that is under way ends with its lease, which is of three minutes at most. */
const BUSY_TRIES = 6;
const BUSY_WAIT_MS = Number(env("DELETE_USER_WAIT_MS") ?? 60_000);

const roundSchema = z.object({
  traders: z.int(),
  errors: z.int(),
  incidents: z.int(),
  fixes: z.int(),
  versions: z.int(),
  deployments: z.int(),
  notifications: z.int(),
  audit: z.int(),
  calls: z.int(),
  traces: z.array(z.string()),
  done: z.boolean(),
});
type Found = Omit<z.infer<typeof roundSchema>, "done">;

await runCommand(usage, async (args) => {
  const { values } = parsed(() =>
    parseArgs({
      args,
      options: {
        user: { type: "string" },
        "dry-run": { type: "boolean", default: false },
        account: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    })
  );
  if (values.user === undefined) {
    throw new UsageError("--user must be a user's id or address, but is missing");
  }
  const client = connect();
  const id = await userId(client, values.user);
  const dryRun = values["dry-run"];
  const found = await deleteData(client, id, dryRun);
  if (values.account && !dryRun) {
    const { error } = await client.auth.admin.deleteUser(id);
    if (error) throw new Error(`The data is deleted, the account is not: ${error.message}. Run this again`);
  }
  const result = { user_id: id, dry_run: dryRun, account: values.account && !dryRun, ...found };
  print(values.json ? JSON.stringify(result) : inWords(result));
  return 0;
});

function connect(): SupabaseClient {
  const url = env("SUPABASE_URL");
  const key = env("SUPABASE_SECRET_KEY");
  if (url === undefined || key === undefined) {
    throw new UsageError(
      `${
        url === undefined ? "SUPABASE_URL" : "SUPABASE_SECRET_KEY"
      } must be set to the project's, but is not`,
    );
  }
  return createClient(url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(CALL_LIMIT_MS) }) },
  });
}

async function userId(client: SupabaseClient, wanted: string): Promise<string> {
  if (z.guid().safeParse(wanted).success) return wanted;
  for (let page = 1;; page++) {
    const { data, error } = await client.auth.admin.listUsers({ page, perPage: PAGE });
    if (error) throw new Error(`Cannot look up --user ${wanted}: ${error.message}`);
    const user = data.users.find(({ email }) => email?.toLowerCase() === wanted.toLowerCase());
    if (user !== undefined) return user.id;
    if (data.users.length < PAGE) {
      throw new UsageError(`--user must be a user's id or address, but nobody has the address ${wanted}`);
    }
  }
}

/** Rounds until nothing is left. What it returns is what there was before the first. */
async function deleteData(client: SupabaseClient, id: string, dryRun: boolean): Promise<Found> {
  let first: Found | undefined;
  for (let busy = 0;;) {
    const { data, error } = await client.rpc("delete_user_data", { user_id: id, dry_run: dryRun });
    if (error !== null) {
      if (error.details !== "work_under_way" || ++busy > BUSY_TRIES) throw new Error(error.message);
      await new Promise((resolve) => setTimeout(resolve, BUSY_WAIT_MS));
      continue;
    }
    const { done, ...found } = roundSchema.parse(data);
    first ??= found;
    if (done) return first;
  }
}

function inWords(
  { user_id, dry_run, account, traces, ...counts }: Found & {
    user_id: string;
    dry_run: boolean;
    account: boolean;
  },
): string {
  const head = dry_run ? `Of ${user_id} there is, and stays:` : `Of ${user_id} there was, and is deleted:`;
  const rows = Object.entries(counts).map(([kind, count]) => [
    kind === "traders"
      ? "traders (stay)"
      : kind === "calls"
      ? "calls of language models (stay, without a name)"
      : kind,
    count,
  ]);
  const elsewhere = traces.length === 0
    ? []
    : [`Traces in Braintrust, to be deleted there by their root span:\n${traces.join("\n")}`];
  return [head, table(rows), ...(account ? ["The account is deleted."] : []), ...elsewhere].join("\n");
}
