// Delivers error events to record-error in batches, and keeps those that nobody took for the next time.
import { z } from "zod";
import type { ErrorEvent } from "./error-events.ts";
import { signedPost, type SignedPostOptions } from "./signed-post.ts";

const maxBatchEvents = 500;
// record-error takes 4 MB; the rest is room for the envelope and for a stricter reading of "MB".
const maxBatchBytes = 3_500_000;
// An executor that cannot report for long must not fill its memory: the oldest events go first.
const maxWaiting = 20_000;

const answerSchema = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.array(z.object({ event_id: z.string().nullish(), code: z.string(), message: z.string() })),
});

export interface ReporterOptions extends Pick<SignedPostOptions, "sleep"> {
  functionsUrl: string;
  /** RECORD_ERROR_SECRET, as `whsec_<base64>` */
  secret: string;
  log: (line: string) => void;
}

export interface ReportCounts {
  /** Events that record-error answered for: accepted, duplicates and rejected together. */
  posted: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  /** Events given up: refused as a batch, or pushed out while nobody took any. */
  dropped: number;
}

export class Reporter {
  readonly #options: ReporterOptions;
  #waiting: string[] = [];
  readonly counts: ReportCounts = { posted: 0, accepted: 0, duplicates: 0, rejected: 0, dropped: 0 };

  constructor(options: ReporterOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  enqueue(events: readonly ErrorEvent[]): void {
    this.#waiting.push(...events.map((event) => JSON.stringify(event)));
    const excess = this.#waiting.length - maxWaiting;
    if (excess > 0) {
      this.#waiting.splice(0, excess);
      this.counts.dropped += excess;
    }
  }

  /** Posts what is waiting. Not to be called while it runs: two flushes would post the same events. */
  async flush(signal: AbortSignal): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, batchLength(this.#waiting));
      if (!await this.#post(batch, signal)) return;
      this.#waiting.splice(0, batch.length);
    }
  }

  /** Whether the batch is settled, one way or the other. */
  async #post(batch: string[], signal: AbortSignal): Promise<boolean> {
    const { functionsUrl, secret, sleep, log } = this.#options;
    const outcome = await signedPost({
      url: `${functionsUrl}/record-error`,
      secret,
      body: `{"events":[${batch.join(",")}]}`,
      signal,
      ...(sleep && { sleep }),
    });
    switch (outcome.kind) {
      case "answered":
        this.#count(batch.length, answerSchema.parse(outcome.body));
        return true;
      case "refused":
        this.counts.dropped += batch.length;
        log(`record-error refused ${batch.length} errors: ${outcome.why}`);
        return true;
      case "unavailable":
        log(`record-error took none of ${batch.length} errors, they wait for the next tick: ${outcome.why}`);
        return false;
    }
  }

  #count(events: number, answer: z.infer<typeof answerSchema>): void {
    this.counts.posted += events;
    this.counts.accepted += answer.accepted;
    this.counts.duplicates += answer.duplicates;
    this.counts.rejected += answer.rejected.length;
    for (const { event_id, code, message } of answer.rejected) {
      this.#options.log(`record-error rejected event ${event_id}: ${code}: ${message}`);
    }
  }
}

function batchLength(events: readonly string[]): number {
  const encoder = new TextEncoder();
  let bytes = 0;
  let length = 0;
  for (const event of events.slice(0, maxBatchEvents)) {
    bytes += encoder.encode(event).byteLength + 1;
    if (bytes > maxBatchBytes && length > 0) break;
    length++;
  }
  return length;
}
