// The owners' open pages: which steps of the loop each trader has been heard of on its owner's private channel, and when.
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { z } from "zod";

const JOIN_LIMIT_MS = 10_000;

export const steps = ["toast", "started", "proposed"] as const;
export type Step = (typeof steps)[number];

export interface Owner {
  id: string;
  email: string;
  password: string;
}

const notificationSchema = z.object({
  changes: z.array(z.object({ trader_id: z.guid(), kind: z.string() })),
});
const fixSchema = z.object({ changes: z.array(z.object({ trader_id: z.guid(), status: z.string() })) });

export class Watcher {
  /** performance.now() of each trader's steps. */
  readonly #heard = new Map<string, Partial<Record<Step, number>>>();
  #onStep: () => void = () => {};

  /** Signs in as the owner and listens on `user:<id>`. */
  async listen(apiUrl: string, publishableKey: string, { id, email, password }: Owner): Promise<void> {
    const client: SupabaseClient = createClient(apiUrl, publishableKey, { auth: { persistSession: false } });
    const { data, error } = await client.auth.signInWithPassword({ email, password });
    if (error) throw new Error(`Cannot sign in as ${email}: ${error.message}`, { cause: error });
    await client.realtime.setAuth(data.session.access_token);
    const joined = Promise.withResolvers<void>();
    const limit = setTimeout(
      () => joined.reject(new Error(`The channel of ${email} did not open`)),
      JOIN_LIMIT_MS,
    );
    client.channel(`user:${id}`, { config: { private: true } })
      .on("broadcast", { event: "notification" }, ({ payload }) => {
        for (const { trader_id, kind } of notificationSchema.parse(payload).changes) {
          if (kind === "incident_detected") this.#note(trader_id, "toast");
        }
      })
      .on("broadcast", { event: "fix" }, ({ payload }) => {
        for (const { trader_id, status } of fixSchema.parse(payload).changes) {
          if (status === "generating") this.#note(trader_id, "started");
          if (status === "proposed") this.#note(trader_id, "proposed");
        }
      })
      .subscribe((status, refusal) => {
        if (status === "SUBSCRIBED") joined.resolve();
        if (status === "CHANNEL_ERROR") joined.reject(refusal ?? new Error("The channel was refused"));
      });
    await joined.promise.finally(() => clearTimeout(limit));
  }

  /** When a step of this trader was first heard of. */
  at(traderId: string, step: Step): number | undefined {
    return this.#heard.get(traderId)?.[step];
  }

  /** Waits until each of the traders has been heard of to the last step, or the limit is over. */
  async untilProposed(traderIds: readonly string[], limitMs: number): Promise<void> {
    const done = Promise.withResolvers<void>();
    const limit = setTimeout(() => done.resolve(), limitMs);
    this.#onStep = () => {
      if (traderIds.every((id) => this.at(id, "proposed") !== undefined)) done.resolve();
    };
    this.#onStep();
    await done.promise;
    clearTimeout(limit);
    this.#onStep = () => {};
  }

  #note(traderId: string, step: Step): void {
    const heard = this.#heard.get(traderId) ?? {};
    heard[step] ??= performance.now();
    this.#heard.set(traderId, heard);
    this.#onStep();
  }
}
