// Both sides take turns in slices, so that what else runs on the machine slows both alike.
import type { BenchStack } from "../load/bench-stack.ts";
import type { ClientProcess } from "../load/client-process.ts";
import { quieten } from "../load/quiet.ts";
import { quantile, rounded } from "../runtime/numbers.ts";
import { checkDrained, type Drained, readState, together } from "./drained.ts";
import { type IngestRequest, type Sent, sentSchema } from "./protocol.ts";

const SLICE_MS = 2_500;
/** For preparing what a slice sends, and for its last answers. */
const ROOM_MS = 60_000;

export interface Turns {
  bench: BenchStack;
  client: ClientProcess;
  /** Of each side. */
  slices: number;
}

/** Events per request, and requests under way at once. */
export interface Shape {
  size: number;
  lanes: number;
}

export interface Turn {
  compared: object;
  details: object;
  drained: Drained;
}

/** `ratio` compares with plain inserts of single rows, whatever the size of our batches. */
export async function takeTurns(
  { bench, client, slices }: Turns,
  shape: Shape,
  ms = SLICE_MS,
): Promise<Turn> {
  const slice = (side: "ours" | "plain", size: number): Promise<Sent> => {
    const request: IngestRequest = { kind: "slice", side, size, lanes: shape.lanes, ms };
    return client.ask(request, sentSchema, ms + ROOM_MS);
  };
  const sent: Record<"ours" | "plain" | "bulk", Sent[]> = { ours: [], plain: [], bulk: [] };
  const left = { repairs: 0, emails: 0 };
  const checks: Drained[] = [];
  for (let turn = 0; turn < slices; turn++) {
    const before = await readState(bench.admin);
    const ours = await slice("ours", shape.size);
    // Before anything else can have run: what an answer promises is committed when it is given.
    checks.push(await checkDrained(bench.admin, before, ours));
    sent.ours.push(ours);
    const { repairs, emails } = await quieten(bench.admin);
    left.repairs += repairs;
    left.emails += emails;
    sent.plain.push(await slice("plain", 1));
    if (shape.size > 1) sent.bulk.push(await slice("plain", shape.size));
  }
  const events = sum(sent.ours.map((one) => one.events));
  const new_faults = sum(sent.ours.map((one) => one.new_faults));
  const drained = together(checks);
  const took = sent.ours.flatMap((one) => one.took);
  return {
    compared: {
      ours_per_s: rateOf(sent.ours),
      plain_insert_per_s: rateOf(sent.plain),
      ratio: rounded(rateOf(sent.ours) / rateOf(sent.plain)),
      ...shape.size > 1 && {
        requests_per_s: rounded(rateOf(sent.ours) / shape.size),
        plain_bulk_rows_per_s: rateOf(sent.bulk),
      },
      post_ms: { p50: rounded(quantile(took, 0.5)), p95: rounded(quantile(took, 0.95)) },
    },
    details: {
      ...drained,
      events,
      new_faults,
      rows_share: rounded(drained.rows / events),
      merged: events - drained.rows,
      repairs_left_after_slices: left.repairs,
      emails_left_after_slices: left.emails,
      plain_insert_ms: {
        p50: rounded(quantile(sent.plain.flatMap((one) => one.took), 0.5)),
        p95: rounded(quantile(sent.plain.flatMap((one) => one.took), 0.95)),
      },
    },
    drained,
  };
}

/** Events a second over all slices. */
export function rateOf(slices: readonly Sent[]): number {
  return Math.round(sum(slices.map(({ events }) => events)) / sum(slices.map(({ seconds }) => seconds)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
