// The second half of the round trip: a repair is made, proven, offered and told.
import type { SupabaseClient } from "@supabase/supabase-js";
import { z } from "zod";
import type { Installation } from "./database.ts";
import { failing, type Finding, ok } from "./finding.ts";
import type { Synthetic } from "./synthetic.ts";
import { connect, type Target } from "./target.ts";

const failed = failing("round-trip");

const REPAIR_LIMIT_MS = 90_000;
const POLL_MS = 250;

const fixSchema = z.object({ status: z.string(), reason: z.string().nullable(), validated: z.boolean() });
type Fix = z.infer<typeof fixSchema>;

/** Waits until the repair of the synthetic trader has come to an end, as its owner sees it. */
export async function followRepair(
  target: Target,
  found: Installation,
  { owner, traderId }: Synthetic,
  signal: AbortSignal,
): Promise<Finding[]> {
  const began = Date.now();
  let fix: Fix | null = null;
  while (Date.now() - began < REPAIR_LIMIT_MS) {
    signal.throwIfAborted();
    // As the owner: whether row security shows it is part of the question.
    const { data } = await owner.from("proposed_fixes").select("status, reason, validated").eq(
      "trader_id",
      traderId,
    ).maybeSingle();
    fix = data === null ? null : fixSchema.parse(data);
    if (fix !== null && !["queued", "generating"].includes(fix.status)) break;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const seconds = ((Date.now() - began) / 1_000).toFixed(1);
  if (fix?.status === "proposed" && fix.validated) {
    return [
      ok("round-trip", "repair", `A proven repair is offered to the owner after ${seconds} s`),
      await told(owner),
      await hidden(target, traderId, signal),
    ];
  }
  return [unrepaired(target, found, fix)];
}

function unrepaired(target: Target, { health }: Installation, fix: Fix | null): Finding {
  if (fix === null) {
    return failed(
      "not_queued",
      "The error was taken, but the owner sees no repair of it",
      "Traders learn nothing of what fails",
      "See docs/runbooks.md, queue_late",
    );
  }
  if (fix.status === "queued") {
    const pg_net = health?.bells.pg_net ?? null;
    const net = pg_net === null
      ? ""
      : ` (pg_net: ${pg_net.waiting} calls wait, ${pg_net.failed_last_hour} failed in the last hour)`;
    return failed(
      "bell_lost",
      `The repair is queued, but no function has taken it${net}`,
      "The calls of the database do not arrive at the functions",
      `Look at select * from net._http_response order by created desc limit 5; then at Vault's recovery_functions_url, which pg_net has to reach`,
    );
  }
  const reason = fix.reason === null ? "" : `, ${fix.reason}`;
  return failed(
    "not_repaired",
    `A failure that a rule mends ended as ${fix.status}${reason}`,
    "Repairs do not come to their end",
    target.kind === "hosted"
      ? "See docs/errors.md, and the log of regenerate-filter in the dashboard"
      : "See docs/errors.md, and the log of regenerate-filter",
  );
}

async function told(owner: SupabaseClient): Promise<Finding> {
  const { data, error } = await owner.from("notifications").select("kind").eq("kind", "fix_proposed").limit(
    1,
  );
  if (error === null && data.length === 1) {
    return ok("round-trip", "notification", "The owner has a notification of it");
  }
  return failed(
    "not_told",
    "The owner has no notification of the repair",
    "Users do not learn that a repair waits for them",
    "See docs/runbooks.md, sweeper_failing",
  );
}

/** Row security by its effect: whoever is not signed in reads nothing of it. */
async function hidden(
  { url, publishableKey = "" }: Target,
  traderId: string,
  signal: AbortSignal,
): Promise<Finding> {
  const { data } = await connect(url, publishableKey, signal).from("proposed_fixes").select("id").eq(
    "trader_id",
    traderId,
  );
  if (data === null || data.length === 0) {
    return ok("round-trip", "hidden", "Nobody reads it without signing in");
  }
  return failed(
    "shown_to_strangers",
    "The repair is read without signing in",
    "Code of users is shown to everybody",
    "See what the group database says of rights and policies",
  );
}
