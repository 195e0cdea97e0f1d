// One try: signs a message, posts it, and reads what came back, all within the time limit.
import { type Outcome, readOutcome } from "./answer.ts";
import type { Message } from "./batch.ts";
import { unlessAborted } from "./clock.ts";
import type { Settings } from "./config.ts";
import { Signer } from "./sign.ts";

export interface Try {
  outcome: Outcome;
  durationMs: number;
}

type TransportSettings = Pick<Settings, "url" | "key" | "requestTimeoutMs" | "fetch" | "clock">;

export class Transport {
  readonly #settings: TransportSettings;
  readonly #signer: Signer;

  constructor(settings: TransportSettings) {
    this.#settings = settings;
    this.#signer = new Signer(settings.key);
  }

  /** Never rejects. A try that `stop` ends is one that the network failed. */
  async post(message: Message, stop: AbortSignal): Promise<Try> {
    const { clock, requestTimeoutMs } = this.#settings;
    const startedAt = clock.now();
    const abort = new AbortController();
    let isLate = false;
    const onStop = (): void => abort.abort(stop.reason);
    stop.addEventListener("abort", onStop, { once: true });
    const cancelTimer = clock.after(requestTimeoutMs, () => {
      isLate = true;
      abort.abort(new Error(`No answer within ${requestTimeoutMs} ms`));
    });
    try {
      if (stop.aborted) onStop();
      // Raced as well as told: not every fetch minds its signal.
      const outcome = await unlessAborted(this.#send(message, abort.signal), abort.signal);
      return { outcome, durationMs: clock.now() - startedAt };
    } catch {
      const outcome: Outcome = { kind: "retry", reason: isLate ? "timeout" : "network" };
      return { outcome, durationMs: clock.now() - startedAt };
    } finally {
      cancelTimer();
      stop.removeEventListener("abort", onStop);
    }
  }

  async #send({ id, body, gzip }: Message, signal: AbortSignal): Promise<Outcome> {
    const { clock, fetch, url } = this.#settings;
    const signature = await this.#signer.headers(id, clock.now(), body);
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(gzip && { "content-encoding": "gzip" }),
        ...signature,
      },
      body: gzip ?? body,
      redirect: "manual",
      signal,
    });
    return await readOutcome(response, clock.now());
  }
}
