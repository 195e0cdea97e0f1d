import * as z from "zod";
import { callDatabase } from "../_shared/database.ts";
import type { Logger } from "../_shared/log.ts";
import { storable } from "../_shared/storable.ts";
import type { Claim } from "./claim.ts";
import type { ModelAnswer } from "./model.ts";
import type { Usage } from "../_shared/prices.ts";

const MICRO = 1_000_000;
/** An attempt makes one call. */
const CALL = 1;

const grantSchema = z.discriminatedUnion("granted", [
  z.object({ granted: z.literal(true) }),
  z.object({
    granted: z.literal(false),
    code: z.enum([
      "budget_reserved",
      "daily_cost_cap",
      "trader_cost_cap",
      "incident_cost_cap",
      "model_calls_off",
      "lease_lost",
    ]),
  }),
]);
type Refusal = Extract<z.infer<typeof grantSchema>, { granted: false }>["code"];

/** The call must not be made: a cap does not allow its worst case, calls are switched off, or the attempt has lost its lease. */
export class BudgetError extends Error {
  override readonly name = "BudgetError";
  constructor(readonly code: Refusal) {
    super(`The call was not granted: ${code}`);
  }
}

/** The money of one model call of an attempt: set aside before it is made, settled after. */
export class CallBudget {
  #reserved = 0;

  constructor(private readonly claim: Claim, private readonly model: string, private readonly log: Logger) {}

  /** Sets aside the most that the call may cost, in US dollars; throws BudgetError when it may not be made. */
  async reserve(worstUsd: number): Promise<void> {
    // The ledger counts in millionths and knows no free call.
    const usd = Math.max(1, Math.ceil(worstUsd * MICRO)) / MICRO;
    const grant = await callDatabase(
      "reserve_llm_call",
      { ...this.#key(), model: this.model, usd },
      grantSchema,
      this.log,
    );
    if (!grant.granted) throw new BudgetError(grant.code);
    this.#reserved = usd;
  }

  /**
   * Settles a reserved call at what was billed; in full when nobody knows what was. Nothing to do when none was reserved.
   * The answer, if there is one, is kept with it until an attempt has judged it.
   */
  async settle(usage: Usage & { costUsd: number } | undefined, answer?: ModelAnswer): Promise<void> {
    if (this.#reserved === 0) return;
    const settlement = usage === undefined ? {} : {
      usd: this.#billed(usage.costUsd),
      input_tokens: usage.inputTokens,
      output_tokens: usage.outputTokens,
    };
    const kept = answer === undefined ? {} : { answer: storable(answer) };
    await callDatabase("settle_llm_call", { ...this.#key(), ...settlement, ...kept }, z.boolean(), this.log);
    this.#reserved = 0;
  }

  #billed(costUsd: number): number {
    const usd = Math.round(costUsd * MICRO) / MICRO;
    if (usd > this.#reserved) {
      this.log.error("cost_above_reservation", { model: this.model, usd, reserved: this.#reserved });
    }
    return Math.min(usd, this.#reserved);
  }

  #key(): { fix_id: string; attempt: number; call: number } {
    return { fix_id: this.claim.fix.id, attempt: this.claim.fix.attempt, call: CALL };
  }
}
