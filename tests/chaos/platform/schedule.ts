// What is done to the platform, and when: chosen up front, so that a seed and a length of time always give the same list. What threads make of
// it is not repeated; the choices are.
import { Random } from "../../support/random.ts";

export const MODEL_FAULTS = [
  "rate-limited",
  "error",
  "hang",
  "stalled",
  "cut",
  "truncated",
  "refusal",
  "invalid-json",
  "empty",
  "same-bad",
  "expensive",
] as const;
export const MAIL_FAULTS = ["rate-limited", "quota", "error", "refused", "hang", "answer-lost"] as const;
/** What may be moved back in the database, as if more time had passed than has. */
export const QUEUES = ["proposed_fixes", "deployments", "notifications"] as const;

export type Fault =
  | { kind: "postgres-killed"; withChildren: boolean }
  /** At a step of theirs that is so many steps away. */
  | { kind: "functions-killed"; afterSteps: number }
  | { kind: "bells-truncated"; times: number }
  | { kind: "bells-disordered"; seconds: number; lost: number; copies: number; delayMs: number }
  /** Connections are cut when the work is done: the callers', or those of the functions to the database. */
  | { kind: "answers-lost"; seconds: number; share: number; whose: "callers" | "functions" }
  | { kind: "model"; seconds: number; how: typeof MODEL_FAULTS[number] }
  | { kind: "mail"; seconds: number; how: typeof MAIL_FAULTS[number] }
  | { kind: "executor-misbehaves"; reloads: number }
  | { kind: "executor-restarted" }
  | { kind: "clock-jumps"; reporter: number; skewSeconds: number; seconds: number }
  | { kind: "leases-end"; queue: typeof QUEUES[number] }
  | { kind: "connections-exhausted"; seconds: number }
  | { kind: "spool-full"; reporter: number; seconds: number }
  | { kind: "reporter-dies"; reporter: number }
  | { kind: "storm"; events: number }
  | { kind: "same-fault-everywhere" }
  | { kind: "model-calls-off"; seconds: number };

export interface Tick {
  round: number;
  /** Seconds since the round began. */
  at: number;
  fault: Fault;
}

export interface Schedule {
  rounds: { seconds: number }[];
  ticks: Tick[];
}

export const REPORTERS = 3;
const ROUND_SECONDS = 120;
/** What is still under way then ends with the round. */
const LEAST_SECONDS = 10;
const PAUSE_SECONDS = [2, 8] as const;

type Choose = (random: Random) => Fault;

const seconds = (random: Random, most = 15): number => random.whole(3, most);
const reporter = (random: Random): number => random.whole(0, REPORTERS - 1);

const FAULTS: [weight: number, choose: Choose][] = [
  [2, (random) => ({ kind: "postgres-killed", withChildren: random.chance(0.5) })],
  [6, (random) => ({ kind: "functions-killed", afterSteps: random.whole(0, 15) })],
  [4, (random) => ({ kind: "bells-truncated", times: random.whole(5, 30) })],
  [5, (random) => ({
    kind: "bells-disordered",
    seconds: seconds(random),
    lost: random.pick([0, 0.2, 0.5]),
    copies: random.whole(1, 5),
    delayMs: random.whole(0, 3_000),
  })],
  [5, (random) => ({
    kind: "answers-lost",
    seconds: seconds(random),
    share: random.pick([0.2, 0.5, 0.9]),
    whose: random.pick(["callers", "functions"]),
  })],
  [6, (random) => ({ kind: "model", seconds: seconds(random), how: random.pick(MODEL_FAULTS) })],
  [5, (random) => ({ kind: "mail", seconds: seconds(random), how: random.pick(MAIL_FAULTS) })],
  [5, (random) => ({ kind: "executor-misbehaves", reloads: random.whole(1, 8) })],
  [1, () => ({ kind: "executor-restarted" })],
  [3, (random) => ({
    kind: "clock-jumps",
    reporter: reporter(random),
    skewSeconds: random.pick([-3_600, -400, -200, 200, 400, 3_600]),
    seconds: seconds(random),
  })],
  [5, (random) => ({ kind: "leases-end", queue: random.pick(QUEUES) })],
  [2, (random) => ({ kind: "connections-exhausted", seconds: seconds(random, 6) })],
  [3, (random) => ({ kind: "spool-full", reporter: reporter(random), seconds: seconds(random) })],
  [3, (random) => ({ kind: "reporter-dies", reporter: reporter(random) })],
  [3, (random) => ({ kind: "storm", events: random.whole(50, 400) })],
  [1, () => ({ kind: "same-fault-everywhere" })],
  [1, (random) => ({ kind: "model-calls-off", seconds: seconds(random) })],
];

/** Rounds of two minutes at most, and in each of them a fault every few seconds. */
export function scheduleOf(seed: number, minutes: number): Schedule {
  const random = new Random(seed);
  const count = Math.max(1, Math.ceil(minutes * 60 / ROUND_SECONDS));
  const length = minutes * 60 / count;
  const rounds = Array.from({ length: count }, () => ({ seconds: Math.max(LEAST_SECONDS, length) }));
  const ticks = rounds.flatMap(({ seconds }, round): Tick[] => {
    const own: Tick[] = [];
    for (let at = 1; at < seconds - 2; at += random.whole(...PAUSE_SECONDS)) {
      own.push({ round, at, fault: choose(random) });
    }
    return own;
  });
  return { rounds, ticks };
}

function choose(random: Random): Fault {
  let at = random.number() * FAULTS.reduce((sum, [weight]) => sum + weight, 0);
  const [, chosen] = FAULTS.find(([weight]) => (at -= weight) < 0) ?? FAULTS[0] ?? [];
  if (chosen === undefined) throw new Error("There are faults to choose from");
  return chosen(random);
}
