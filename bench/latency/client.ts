// The load generator: errors leave at their planned times, whether or not earlier ones are answered, and its clock is the only one.
import { setTimeout as delay } from "node:timers/promises";
import { anyOf, type ErrorEvent, type FailingTrader, knownEvent } from "../load/events.ts";
import { serveRequests } from "../load/serve-requests.ts";
import { send, signedReport } from "../load/signed-request.ts";
import { type LatencyRequest, type Measured, requestSchema } from "./protocol.ts";
import { type Step, Watcher } from "./watcher.ts";

const AFTER_THE_LAST_MS = 20_000;

interface Planned {
  event: ErrorEvent;
  /** performance.now() at which it is to be sent. */
  at: number;
  isBroken: boolean;
}

type Session = Extract<LatencyRequest, { kind: "open" }>;

const watcher = new Watcher();
let session: Session | undefined;

await serveRequests(requestSchema, async (request): Promise<Measured | null> => {
  if (request.kind === "open") {
    session = request;
    await Promise.all(
      request.owners.map((owner) => watcher.listen(request.apiUrl, request.publishableKey, owner)),
    );
    return null;
  }
  if (session === undefined) throw new Error("The first request must be to open");
  return await run(plan(request, session.known), session);
});

/** The traders that fail for the first time take even steps among the others. */
function plan(
  { rate, seconds, broken }: Extract<LatencyRequest, { kind: "run" }>,
  known: readonly FailingTrader[],
): Planned[] {
  const count = Math.round(rate * seconds);
  const step = count / broken.length;
  const startAt = performance.now() + 500;
  return Array.from({ length: count }, (_, index) => {
    const at = startAt + index * 1_000 / rate;
    const isBroken = Math.floor((index + 1) / step) > Math.floor(index / step);
    const event = isBroken ? broken[Math.floor(index / step)] : knownEvent(anyOf(known));
    if (event === undefined) throw new Error("There must be a broken trader for each step");
    return { event, at, isBroken };
  });
}

async function run(planned: readonly Planned[], { apiUrl, recordErrorSecret }: Session): Promise<Measured> {
  const measured: Measured = {
    post: [],
    toast: [],
    started: [],
    proposed: [],
    behind: [],
    missing: 0,
    broken: [],
  };
  const underWay: Promise<void>[] = [];
  for (const { event, at } of planned) {
    await until(at);
    measured.behind.push(performance.now() - at);
    // Signed when it leaves, as an executor does.
    const sent = send(
      signedReport([{ ...event, occurred_at: new Date().toISOString() }], recordErrorSecret),
      {
        apiUrl,
      },
    );
    underWay.push(sent.then(() => void measured.post.push(performance.now() - at)));
  }
  await Promise.all(underWay);
  const broken = planned.filter(({ isBroken }) => isBroken);
  await watcher.untilProposed(broken.map(({ event }) => event.trader_id), AFTER_THE_LAST_MS);
  const endedAt = performance.now();
  const since = (step: Step): number[] =>
    broken.map(({ event, at }) => (watcher.at(event.trader_id, step) ?? endedAt) - at);
  return {
    ...measured,
    toast: since("toast"),
    started: since("started"),
    proposed: since("proposed"),
    broken: broken.map(({ event: { trader_id }, at }) => ({ trader_id, at: performance.timeOrigin + at })),
    missing: broken.filter(({ event }) => watcher.at(event.trader_id, "proposed") === undefined).length,
  };
}

async function until(at: number): Promise<void> {
  const left = at - performance.now();
  if (left > 0) await delay(left);
}
