// Group round-trip: a signed error of a synthetic trader, until its owner is offered a proven repair.
import type { SupabaseClient } from "@supabase/supabase-js";
import { messageOf } from "../../supabase/functions/_shared/errors.ts";
import type { Installation } from "./database.ts";
import { failing, type Finding, ok } from "./finding.ts";
import { listen, type Listening } from "./listening.ts";
import { followRepair } from "./repair.ts";
import { report } from "./report.ts";
import { createSynthetic, removeUser, type Synthetic } from "./synthetic.ts";
import { connect, type Target } from "./target.ts";

const failed = failing("round-trip");

const HEAR_LIMIT_MS = 5_000;

/** What it needs, or the one finding that says what is missing. */
export async function checkRoundTrip(
  target: Target,
  found: Installation,
  signal: AbortSignal,
): Promise<Finding[]> {
  const needed = {
    SUPABASE_PUBLISHABLE_KEY: target.publishableKey,
    RECORD_ERROR_SECRET: target.recordErrorSecret,
  };
  const missing = Object.entries(needed).filter(([, value]) => value === undefined).map(([name]) => name);
  if (missing.length > 0) {
    return [
      failed(
        "round_trip_not_possible",
        `The round trip needs ${missing.join(" and ")}`,
        "Whether an error becomes a proven repair was not tried",
        `Set ${missing.join(" and ")}, or leave it out with --skip round-trip`,
      ),
    ];
  }
  // Also after Ctrl-C, and whatever else goes wrong.
  const lasting = connect(target.url, target.secretKey);
  const findings: Finding[] = [];
  try {
    for (const id of found.left_behind) await removeUser(lasting, id);
    if (found.left_behind.length > 0) {
      findings.push(
        ok(
          "round-trip",
          "left_behind",
          `Removed what earlier runs had left: ${found.left_behind.length} users`,
        ),
      );
    }
    await travelAndReturn(target, lasting, found, findings, signal);
  } catch (error) {
    signal.throwIfAborted();
    findings.push(
      failed(
        "round_trip_failed",
        messageOf(error),
        "Whether an error becomes a proven repair is not known",
        "Mend what it says; where traders or users of the project need more than this gives them, leave it out with --skip round-trip",
      ),
    );
  }
  return findings;
}

async function travelAndReturn(
  target: Target,
  lasting: SupabaseClient,
  found: Installation,
  findings: Finding[],
  signal: AbortSignal,
): Promise<void> {
  const synthetic = await createSynthetic(target, lasting, signal);
  try {
    await travel(target, found, synthetic, findings, signal);
  } finally {
    findings.push(await cleanUp(lasting, synthetic));
  }
}

async function cleanUp(lasting: SupabaseClient, { userId }: Synthetic): Promise<Finding> {
  try {
    await removeUser(lasting, userId);
    return ok("round-trip", "cleaned_up", "The synthetic user and trader are gone");
  } catch (error) {
    return failed(
      "left_behind",
      messageOf(error),
      "A synthetic user stays, until the next run",
      `Delete the user ${userId} in the dashboard`,
    );
  }
}

async function travel(
  target: Target,
  found: Installation,
  synthetic: Synthetic,
  findings: Finding[],
  signal: AbortSignal,
): Promise<void> {
  await using listening = await listen(synthetic, signal);
  findings.push(
    listening.isJoined ? ok("round-trip", "realtime", "Realtime lets the owner listen") : failed(
      "realtime_join",
      `Realtime does not let the owner join the own channel: ${listening.why}`,
      "Pages show what is new only when they read again, once a minute",
      'Allow private channels in the Realtime settings; the policy "Users listen on their own channel" on realtime.messages has to be there',
    ),
  );
  const reported = await report(target, synthetic, signal);
  findings.push(...reported);
  if (reported.some(({ status }) => status === "failed")) return;
  findings.push(...await followRepair(target, found, synthetic, signal));
  if (listening.isJoined) findings.push(await heard(listening));
}

async function heard(listening: Listening): Promise<Finding> {
  const came = await listening.heard(HEAR_LIMIT_MS);
  return came ? ok("round-trip", "announced", "Realtime told the owner's page at once") : failed(
    "not_announced",
    "Realtime let the owner listen, but told nothing",
    "Pages show what is new only when they read again, once a minute",
    "Look at the Realtime log; realtime.send() of the database has to reach it",
  );
}
