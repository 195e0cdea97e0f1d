import type { Comparison } from "./comparison.ts";
import {
  checkCall,
  compareCall,
  type CompareRequest,
  type FilterCall,
  hashCall,
  repairCall,
  type RepairRequest,
  runCall,
  type RunRequest,
} from "./filter-calls.ts";
import { FilterRuntimeError } from "./filter-runtime-error.ts";
import type { CheckResult, Component, RepairResult, RunResult } from "./schema.ts";
import { type WorkerAnswer, workerAnswerSchema, type WorkerRequest } from "./worker-protocol.ts";

const TIME_LIMIT_MS = 30_000;

export interface WorkerCallOptions {
  /** Ends the call, which is then rejected with the signal's reason. */
  signal?: AbortSignal;
  /** How long the worker may take, from when the call before is done; 30 s unless told. Code `timeout` when it takes longer. */
  timeoutMs?: number;
}

/**
 * The five calls of the filter runtime in a Web Worker, so that a page stays responsive and can end whatever runs.
 * Calls take turns. One that is aborted or takes too long costs the worker its life; the next call starts a fresh one,
 * which takes some hundred milliseconds. Results and errors are those of filter-runtime.ts.
 */
export class FilterWorker {
  #thread: Thread | undefined;
  #lastTurn: Promise<void> = Promise.resolve();
  #end = new AbortController();

  check(code: string, component: Component, options?: WorkerCallOptions): Promise<CheckResult> {
    return this.#perform(() => checkCall(code, component), options);
  }

  run(request: RunRequest, options?: WorkerCallOptions): Promise<RunResult[]> {
    return this.#perform(() => runCall(request), options);
  }

  compare(request: CompareRequest, options?: WorkerCallOptions): Promise<Comparison> {
    return this.#perform(() => compareCall(request), options);
  }

  repair(request: RepairRequest, options?: WorkerCallOptions): Promise<RepairResult> {
    return this.#perform(() => repairCall(request), options);
  }

  hash(code: string, component: Component, options?: WorkerCallOptions): Promise<string> {
    return this.#perform(() => hashCall(code, component), options);
  }

  /** Ends the worker and every call that is not done, with the code `terminated`. A later call starts a new worker. */
  terminate(): void {
    this.#discard();
    this.#end.abort(
      new FilterRuntimeError("terminated", "The filters' worker was ended before it answered"),
    );
    this.#end = new AbortController();
  }

  async #perform<T>(prepare: () => FilterCall<T>, options: WorkerCallOptions = {}): Promise<T> {
    const { signal, timeoutMs = TIME_LIMIT_MS } = options;
    const given = signal ? AbortSignal.any([signal, this.#end.signal]) : this.#end.signal;
    given.throwIfAborted();
    const call = prepare();
    const before = this.#lastTurn;
    let endTurn = (): void => {};
    const turn = new Promise<void>((resolve) => endTurn = resolve);
    this.#lastTurn = before.then(() => turn);
    try {
      await orAborted(before, given);
      return read(
        call,
        await this.#send({ call: call.name, frame: call.frame }, timeoutMs, given),
      );
    } finally {
      endTurn();
    }
  }

  async #send(request: WorkerRequest, timeoutMs: number, given: AbortSignal): Promise<WorkerAnswer> {
    const { worker, port } = this.#thread ??= startThread();
    const limit = AbortSignal.timeout(timeoutMs);
    const answered = new Promise<WorkerAnswer>((resolve, reject) => {
      port.onmessage = ({ data }): void => resolve(workerAnswerSchema.parse(data));
      worker.onerror = (event): void => {
        event.preventDefault();
        reject(new FilterRuntimeError("runtime_unavailable", `The filters' worker failed: ${event.message}`));
      };
    });
    try {
      port.postMessage(request, [request.frame]);
      return await orAborted(answered, AbortSignal.any([given, limit]));
    } catch (error) {
      this.#discard();
      if (!limit.aborted || given.aborted) throw error;
      throw new FilterRuntimeError("timeout", `The call took longer than ${timeoutMs} ms and was ended`);
    }
  }

  #discard(): void {
    this.#thread?.worker.terminate();
    this.#thread?.port.close();
    this.#thread = undefined;
  }
}

interface Thread {
  worker: Worker;
  port: MessagePort;
}

function startThread(): Thread {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(null, [port2]);
  return { worker, port: port1 };
}

function read<T>(call: FilterCall<T>, answer: WorkerAnswer): T {
  switch (answer.kind) {
    case "response":
      return call.read(answer.response);
    case "crash":
      return call.crashed(answer.detail);
    case "unavailable":
      throw new FilterRuntimeError("runtime_unavailable", `The runtime cannot be asked: ${answer.detail}`);
  }
}

/** Settles as the promise does, or is rejected with the signal's reason if that comes first. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await promise;
  signal.throwIfAborted();
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = (): void => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
