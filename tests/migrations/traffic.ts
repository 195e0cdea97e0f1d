// The platform at work: small reads and writes of single traders, one after the other, with the longest wait of each kind.
// Traders that are to be compared are written and rolled back, which takes the same locks; others are made, edited and kept.
import type postgres from "postgres";
import { errorMessage } from "../../local/log.ts";
import { type Project, traderId } from "./support.ts";

export class Traffic {
  reads = 0;
  writes = 0;
  longestRead = 0;
  longestWrite = 0;
  readonly failures: string[] = [];
  #stopping = false;
  #running: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly reader: postgres.Sql,
    private readonly writer: postgres.Sql,
    private readonly maker: postgres.Sql,
  ) {}

  /** Connects, so that the first wait measured is not for that. */
  static async prepare(project: Project): Promise<Traffic> {
    const traffic = new Traffic(project.connect(1), project.connect(1), project.connect(1));
    await Promise.all([traffic.reader, traffic.writer, traffic.maker].map((sql) => sql`select 1`));
    return traffic;
  }

  start(): void {
    const read = (ms: number): void => {
      this.reads++;
      this.longestRead = Math.max(this.longestRead, ms);
    };
    const wrote = (ms: number): void => {
      this.writes++;
      this.longestWrite = Math.max(this.longestWrite, ms);
    };
    this.#running = Promise.all([
      this.#repeat((n) => this.#read(n), read),
      this.#repeat((n) => this.#touch(n), wrote),
      this.#repeat((n) => this.#make(n), wrote),
    ]);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }

  #read(n: number): Promise<unknown> {
    return this.reader`select filter, enabled from public.traders where id = ${traderId(n % 300 + 1)}`;
  }

  #touch(n: number): Promise<unknown> {
    return this.writer.begin(async (tx) => {
      await tx`
        update public.traders set execution_count = execution_count + 1, last_execution = now()
        where id = ${traderId(n % 300 + 1)}`;
      throw ROLLBACK;
    }).catch((error: unknown) => {
      if (error !== ROLLBACK) throw error;
    });
  }

  /** Every tenth call makes a trader of the name Busy, the others edit the newest. */
  #make(n: number): Promise<unknown> {
    const code = `return ${n}`;
    if (n % 10 > 0) {
      return this.maker`
        update public.traders set filter = jsonb_build_object('code', ${code}::text)
        where id = (select t.id from public.traders as t where t.name = 'Busy' order by t.created_at desc limit 1)`;
    }
    return this.maker`
      insert into public.traders (name, description, filter, strategy)
      values ('Busy', 'Made meanwhile', jsonb_build_object('code', ${code}::text), '{}')`;
  }

  async #repeat(run: (n: number) => Promise<unknown>, record: (ms: number) => void): Promise<void> {
    for (let n = 0; !this.#stopping; n++) {
      const from = performance.now();
      try {
        await run(n);
      } catch (error) {
        this.failures.push(errorMessage(error));
      }
      record(performance.now() - from);
    }
  }
}

const ROLLBACK = new Error("rolled back on purpose");
