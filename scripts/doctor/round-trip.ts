// Group round-trip: a signed error of a synthetic trader, until its owner is offered a proven repair.
import { messageOf } from "../../supabase/functions/_shared/errors.ts";
import type { Installation } from "./database.ts";
import { type Finding, ok } from "./finding.ts";
import { listen, type Listening } from "./listening.ts";
import { followRepair } from "./repair.ts";
import { report } from "./report.ts";
import { createSynthetic, removeLeftBehind, removeUser, type Synthetic } from "./synthetic.ts";
import { connect, type Target } from "./target.ts";

const CALL_LIMIT_MS = 30_000;
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
  const left = await removeLeftBehind(target);
  const before = left === 0
    ? []
    : [ok("round-trip", "left_behind", `Removed what ${left} earlier runs had left`)];
  let synthetic: Synthetic;
  try {
    synthetic = await createSynthetic(target, signal);
  } catch (error) {
    signal.throwIfAborted();
    return [
      ...before,
      failed(
        "synthetic_refused",
        messageOf(error),
        "Whether an error becomes a proven repair was not tried",
        "Leave it out with --skip round-trip where traders or users of the project need more than this gives them",
      ),
    ];
  }
  const findings: Finding[] = [];
  try {
    await travel(target, found, synthetic, findings, signal);
  } finally {
    // Also after Ctrl-C, with a client that is not stopped by it.
    const after = {
      ...target,
      client: connect(target.url, target.secretKey, AbortSignal.timeout(CALL_LIMIT_MS)),
    };
    findings.push(await cleanUp(after, synthetic));
  }
  return [...before, ...findings];
}

async function cleanUp(target: Target, { userId }: Synthetic): Promise<Finding> {
  try {
    await removeUser(target, userId);
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

function failed(code: string, what: string, why: string, mend: string): Finding {
  return { group: "round-trip", status: "failed", code, what, why, mend };
}
