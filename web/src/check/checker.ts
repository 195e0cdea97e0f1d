// Checks code as the executor's interpreter would, in a worker of this page: nothing is sent anywhere.
import type { FilterWorker } from "../../../supabase/functions/_shared/filter-runtime/filter-worker.ts";
import type { CheckResult, Component } from "../../../supabase/functions/_shared/filter-runtime/schema.ts";

/** The first check loads the runtime, which is some megabytes; after that one takes milliseconds. */
export class Checker {
  #worker: Promise<FilterWorker> | undefined;

  async check(code: string, component: Component): Promise<CheckResult> {
    return await (await this.#load()).check(code, component);
  }

  /** Ends the worker, which holds some memory. A later check starts another. */
  stop(): void {
    this.#worker?.then((worker) => worker.terminate(), () => {});
    this.#worker = undefined;
  }

  #load(): Promise<FilterWorker> {
    const loading = this.#worker ??= import(
      "../../../supabase/functions/_shared/filter-runtime/filter-worker.ts"
    ).then(({ FilterWorker }) => new FilterWorker());
    // What could not be loaded may be another time.
    loading.catch(() => this.#worker === loading && (this.#worker = undefined));
    return loading;
  }
}
