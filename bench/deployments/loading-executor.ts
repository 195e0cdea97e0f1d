// The executor, as far as deployments and previews ask it: it reads a trader's code from the database when it is told to, notes when it has
// it, and serves candles.
import type { Sql } from "postgres";
import { z } from "zod";
import type { CandleSource } from "../../local/candles/candle-source.ts";
import { type LocalServer, serveLocally } from "../../local/executor/local-server.ts";
import { createHandler, type ReloadOutcome } from "../../local/executor/routes.ts";
import { within } from "../../supabase/functions/_shared/within.ts";

const LIMIT_MS = 30_000;

const rowsSchema = z.array(z.object({ name: z.string(), sha256: z.string() }));

export interface Loaded {
  codeSha256: string;
  /** performance.now() when it had the code. */
  at: number;
}

export class LoadingExecutor implements AsyncDisposable {
  /** Where it reads traders from, once that is known. */
  database: Sql | undefined;
  readonly #server: LocalServer;
  readonly #waiting = new Map<string, (loaded: Loaded) => void>();

  constructor(candles: CandleSource) {
    this.#server = serveLocally(
      0,
      "",
      createHandler({
        candles,
        identify: () => Promise.resolve("allowed"),
        reload: (traderId) => this.#load(traderId),
      }),
    );
  }

  get url(): string {
    return this.#server.url;
  }

  /** The next time that it loads this trader's code. */
  nextLoad(traderId: string): Promise<Loaded> {
    const { promise, resolve } = Promise.withResolvers<Loaded>();
    this.#waiting.set(traderId, resolve);
    return within(LIMIT_MS, promise);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }

  async #load(traderId: string): Promise<ReloadOutcome> {
    if (this.database === undefined) throw new Error("The executor has no database yet");
    const [row] = rowsSchema.parse(
      await this.database`
        select t.name, private.code_sha256(f.filter ->> 'code', f.filter ->> 'seriesCode') as sha256
        from public.traders as t cross join private.filter_object(t.filter) as f (filter) where t.id = ${traderId}`,
    );
    if (row === undefined) return { kind: "unknown" };
    this.#waiting.get(traderId)?.({ codeSha256: row.sha256, at: performance.now() });
    this.#waiting.delete(traderId);
    return { kind: "reloaded", name: row.name, codeSha256: row.sha256 };
  }
}
