// The money that an evaluation may spend: the worst case of a call is set aside before it is made, so the limit is never passed.

const MICRO = 1_000_000;

/** The call must not be made: its worst case does not fit into what is left. */
export class SpendingError extends Error {
  override readonly name = "SpendingError";
  constructor(maxUsd: number) {
    super(`the model was not asked, as that could cost more than is left of --max-usd ${maxUsd}`);
  }
}

/** The money of one call. */
export interface Reservation {
  /** Sets the most that the call may cost aside, in US dollars; waits while that depends on calls under way. Throws SpendingError. */
  reserve(worstUsd: number): Promise<void>;
  /** Ends it with what was billed, or with all that was set aside where nobody knows. Returns what it counts, in US dollars. */
  settle(costUsd: number | undefined): number;
}

export class Spending {
  // In millionths, as sums of dollars would drift.
  #spent = 0;
  #aside = 0;
  #settled = Promise.withResolvers<void>();

  /** `maxUsd` is all that may be spent, in US dollars. */
  constructor(private readonly maxUsd: number) {}

  /** A call that is about to be made, with nothing set aside for it yet. */
  open(): Reservation {
    let aside = 0;
    return {
      reserve: async (worstUsd) => {
        const worst = Math.ceil(worstUsd * MICRO);
        const max = this.maxUsd * MICRO;
        // Nothing may come between finding that there is room and taking it.
        while (this.#spent + this.#aside + worst > max) {
          if (this.#spent + worst > max) throw new SpendingError(this.maxUsd);
          await this.#settled.promise;
        }
        this.#aside += worst;
        aside = worst;
      },
      settle: (costUsd) => {
        const cost = costUsd === undefined ? aside : Math.ceil(costUsd * MICRO);
        this.#aside -= aside;
        this.#spent += cost;
        aside = 0;
        this.#settled.resolve();
        this.#settled = Promise.withResolvers<void>();
        return cost / MICRO;
      },
    };
  }
}
