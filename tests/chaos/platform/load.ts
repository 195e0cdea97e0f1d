// What executors and users do all the time, at random, whatever else happens.
import { setTimeout as delay } from "node:timers/promises";
import { fault } from "../../concurrency/support.ts";
import { sign } from "../../support/project.ts";
import type { Random } from "../../support/random.ts";
import { errorEvent, FILTERS, market } from "../../support/traders.ts";
import type { OwnedTrader, Platform } from "./platform.ts";
import { actOfUser } from "./users.ts";

const REPORT_PAUSE_MS = [50, 700] as const;
const USER_PAUSE_MS = [100, 1_200] as const;
const RETRY_MS = 300;
const POST_LIMIT_MS = 15_000;

/** Reports and decisions until the signal is aborted; resolves when all that had begun has ended. */
export async function load(platform: Platform, random: Random, stop: AbortSignal): Promise<void> {
  const posts: Promise<void>[] = [];
  async function reportOn(): Promise<void> {
    while (!stop.aborted) {
      const reported = report(platform, random);
      reported.catch(() => {});
      posts.push(reported);
      await delay(random.whole(...REPORT_PAUSE_MS));
    }
  }
  async function decideOn(): Promise<void> {
    while (!stop.aborted) {
      await actOfUser(platform, random);
      await delay(random.whole(...USER_PAUSE_MS));
    }
  }
  await Promise.all([reportOn(), decideOn(), decideOn()]);
  await Promise.all(posts);
}

/** One error of a random trader: of the code that the executor runs, or ran; by a reporter or a plain post. */
async function report(platform: Platform, random: Random): Promise<void> {
  const trader = random.pick(platform.traders);
  const event = eventOf(platform, trader, random);
  if (event === undefined) return;
  platform.records.count("events");
  if (random.chance(0.6)) random.pick(platform.reporters).report(event);
  else await post(platform, [event, ...(random.chance(0.1) ? [event] : [])]);
}

type Event = ReturnType<typeof errorEvent> & { trader_id: string; error_message: string };

function eventOf({ executor, broken }: Platform, { id }: OwnedTrader, random: Random): Event | undefined {
  const runs = executor.runs(id);
  const ran = random.chance(0.1) ? random.pick(runs) : runs.at(-1);
  if (ran === undefined) return undefined;
  const kind = broken.get(ran.sha256);
  // Code that was repaired seldom fails, and then in a way that nobody has seen.
  if (kind === undefined && random.chance(0.7)) return undefined;
  const symbol = random.pick(["BTCUSDT", "NEWUSDT", "ETHUSDT"]);
  const captured = kind !== undefined && random.chance(0.3)
    ? { market_data: market(symbol, kind === "missingNilCheck" ? 10 : 120) }
    : {};
  const error_message = kind === undefined ? fault(random.uuid()) : FILTERS[kind].message;
  return {
    ...errorEvent(id, kind ?? "missingNilCheck", {
      event_id: random.uuid(),
      occurrences: random.whole(1, 4),
      code_sha256: ran.sha256,
      context: { symbol, trigger_interval: "5m" },
      ...captured,
    }),
    trader_id: id,
    error_message,
  };
}

/** Sends events until they are acknowledged, as a careful caller does. */
export async function post({ front, project, records }: Platform, events: unknown[]): Promise<void> {
  const body = JSON.stringify({ events });
  while (true) {
    try {
      const response = await fetch(`${front.url}/functions/v1/record-error`, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...sign(body, project.recordErrorSecret) },
        body,
        signal: AbortSignal.timeout(POST_LIMIT_MS),
      });
      await response.json();
      if (response.status === 202) return;
      if (response.status < 500 && response.status !== 429) {
        throw new TypeError(`record-error refused a report with ${response.status}`);
      }
    } catch (error) {
      if (error instanceof TypeError && error.message.startsWith("record-error")) throw error;
    }
    records.count("reports sent again");
    await delay(RETRY_MS);
  }
}

/** A report whose signature is of another time than now; what it is answered. */
export async function postFrom(platform: Platform, skewMs: number, random: Random): Promise<void> {
  const { front, project, records } = platform;
  const event = { ...errorEvent(random.pick(platform.traders).id, "endless"), event_id: random.uuid() };
  const body = JSON.stringify(event);
  const response = await fetch(`${front.url}/functions/v1/record-error`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      ...sign(body, project.recordErrorSecret, new Date(Date.now() + skewMs)),
    },
    body,
    signal: AbortSignal.timeout(POST_LIMIT_MS),
  }).catch(() => undefined);
  await response?.body?.cancel().catch(() => {});
  if (response?.status === 202) records.strangeTimes.push(`${event.event_id}, ${skewMs / 1_000} s off`);
}
