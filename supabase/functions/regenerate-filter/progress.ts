import * as z from "zod";
import { callDatabase } from "../_shared/database.ts";
import { messageOf } from "../_shared/errors.ts";
import type { Logger } from "../_shared/log.ts";

export type Step =
  | "claim"
  | "reproduce"
  | "rules"
  | "library"
  | "model"
  | "validate"
  | "store";

/** Tells the owner's open pages how far an attempt is. A report that fails changes nothing but what they see. */
export class Progress {
  step: Step = "claim";
  /** What waits for the report that is on its way: of each step only the newest. */
  readonly #waiting: Report[] = [];
  #sending: Promise<void> | null = null;

  constructor(
    private readonly fix: { id: string; attempt: number },
    private readonly log: Logger,
    private readonly send = callReport,
  ) {}

  /** The attempt is now at `step`, with so many markets tried of how many. Does not wait. */
  report(step: Step, done?: number, total?: number): void {
    this.step = step;
    if (this.#waiting.at(-1)?.step === step) this.#waiting.pop();
    this.#waiting.push({ step, done, total });
    this.#sending ??= this.#drain();
  }

  /** Resolves when nothing is on its way: a late report must not overtake the outcome. */
  async settled(): Promise<void> {
    await this.#sending;
  }

  async #drain(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      try {
        await this.send(this.fix, next, this.log);
      } catch (error) {
        this.log.error("progress_not_reported", { step: next.step, message: messageOf(error) });
      }
    }
    this.#sending = null;
  }
}

interface Report {
  step: Step;
  done: number | undefined;
  total: number | undefined;
}

async function callReport(fix: { id: string; attempt: number }, report: Report, log: Logger): Promise<void> {
  const markets = report.total === undefined ? {} : { step_done: report.done ?? 0, step_total: report.total };
  await callDatabase(
    "report_fix_step",
    { fix_id: fix.id, attempt: fix.attempt, step: report.step, ...markets },
    z.boolean(),
    log,
  );
}
