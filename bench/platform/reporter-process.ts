// The executor as far as errors go: for each simulated minute what its broken traders report, through the reporter that executors use.
import { type ErrorEvent, Reporter } from "../../clients/typescript/mod.ts";
import { serveRequests } from "../load/serve-requests.ts";
import { Random } from "../../tests/support/random.ts";
import type { FailingFilter } from "./failing-filters.ts";
import { type Ended, type ReporterRequest, requestSchema } from "./protocol.ts";

const NEW_SYMBOLS = 0.1;
const SOME_MINUTES = 0.25;
const LOOK_EVERY_MS = 50;

type Open = Extract<ReporterRequest, { kind: "open" }>;
type Failing = FailingFilter & { trader_id: string };
type Minute = Extract<ReporterRequest, { kind: "minute" }>;

const measured = { post_ms: [] as number[], answers: new Map<string, number>() };
const totals = { reported: 0, occurrences: 0 };
let unreachable = false;
let recovery: Promise<number> | undefined;
let session:
  | { open: Open; filters: ReadonlyMap<string, Failing>; reporter: Reporter; random: Random }
  | undefined;

await serveRequests(requestSchema, async (request): Promise<Ended | null> => {
  if (request.kind === "open") {
    const failing: Failing[] = JSON.parse(await Deno.readTextFile(request.failingFile));
    session = {
      open: request,
      filters: new Map(failing.map((filter) => [filter.trader_id, filter])),
      reporter: reporterOf(request),
      random: new Random(request.seed),
    };
    return null;
  }
  if (session === undefined) throw new Error("The first request must be to open");
  if (request.kind === "end") return await end(session.reporter, request.limitMs);
  reach(session.reporter, request.unreachable);
  await play(session, request);
  return null;
});

function reporterOf({ url, secret, spoolDir }: Open): Reporter {
  return new Reporter({ url, secret, spoolDir, log: () => {}, fetch: measuredFetch });
}

async function measuredFetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  if (unreachable) {
    count("unreachable");
    throw new TypeError("record-error cannot be reached");
  }
  const startedAt = performance.now();
  try {
    const response = await fetch(input, init);
    const body = await response.bytes();
    measured.post_ms.push(performance.now() - startedAt);
    count(String(response.status));
    return new Response(body, { status: response.status, headers: response.headers });
  } catch (error) {
    count("no answer");
    throw error;
  }
}

function count(answer: string): void {
  measured.answers.set(answer, 1 + (measured.answers.get(answer) ?? 0));
}

function reach(reporter: Reporter, isOut: boolean): void {
  if (unreachable && !isOut) recovery = untilPosted(reporter, totals.occurrences);
  unreachable = isOut;
}

async function untilPosted(reporter: Reporter, occurrences: number): Promise<number> {
  const startedAt = performance.now();
  while (reporter.counts.posted + reporter.counts.dropped < occurrences) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return performance.now() - startedAt;
}

/** Healthy code is not run: that is the executor's work, and no error of it comes here. */
async function play(
  { open, filters, reporter, random }: NonNullable<typeof session>,
  minute: Minute,
): Promise<void> {
  const report = (event: ErrorEvent): void => {
    totals.reported++;
    totals.occurrences += event.occurrences ?? 1;
    const outcome = reporter.report(event);
    if (outcome.kind === "invalid") throw new Error(`The event must be valid: ${JSON.stringify(outcome)}`);
  };
  if (minute.marketOutage) {
    // The run of a trader ends before its first symbol: one error, which stands for all of them.
    for (const trader_id of open.traders) {
      report({
        trader_id,
        error_message: "failed to fetch tickers: connection refused",
        occurrences: open.symbols.length,
      });
    }
    return;
  }
  for (const { trader_id, code_sha256 } of minute.broken) {
    const filter = filters.get(trader_id);
    if (filter === undefined || (filter.minutes === "some" && !random.chance(SOME_MINUTES))) continue;
    // Executors run one trader after the other, and send meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 0));
    for (const symbol of symbolsOf(filter.symbols, open.symbols)) {
      report({
        trader_id,
        code_sha256,
        error_type: filter.error_type,
        error_message: filter.message,
        context: {
          symbol,
          trigger_interval: "1m",
          symbols_processed: open.symbols.length,
          failing_statement: filter.statement,
        },
        market_data: { ...filter.input, symbol },
      });
    }
  }
  for (const { trader_id, code_sha256 } of minute.again) {
    report({
      trader_id,
      code_sha256,
      error_type: "runtime",
      error_message: "panic in trader: runtime error: index out of range [250] with length 250",
      context: {
        symbol: open.symbols[0],
        trigger_interval: "1m",
        failing_statement: `return klines[250] // ${trader_id}`,
      },
    });
  }
}

function symbolsOf(which: "all" | "new", symbols: readonly string[]): readonly string[] {
  return which === "all" ? symbols : symbols.slice(0, Math.max(1, Math.round(symbols.length * NEW_SYMBOLS)));
}

async function end(reporter: Reporter, limitMs: number): Promise<Ended> {
  unreachable = false;
  await reporter.close(AbortSignal.timeout(limitMs));
  const { accepted, duplicates, rejected, dropped } = reporter.counts;
  return {
    reported: totals.reported,
    occurrences: totals.occurrences,
    accepted,
    duplicates,
    rejected,
    dropped,
    requests: measured.post_ms.length,
    post_ms: measured.post_ms,
    answers: Object.fromEntries(measured.answers),
    recovery_ms: await recovery ?? null,
  };
}
