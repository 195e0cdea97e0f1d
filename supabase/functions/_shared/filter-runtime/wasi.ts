// The least of WASI that a Go module needs to start: no files, no arguments, no environment, a clock, and what it
// prints, kept for the message of a crash. Everything else it may ask for is refused.

const OK = 0;
const BAD_FILE = 8;
const NOT_SUPPORTED = 52;
const KEPT_OUTPUT = 8_192;

/** A module ended itself: a fatal error of the Go runtime, such as running out of memory. */
export class ModuleExit extends Error {
  constructor(readonly code: number, output: string) {
    super(
      `The filter runtime ended with code ${code}: ${output.split("\n")[0] ?? ""}`,
    );
    this.name = "ModuleExit";
  }
}

/** Returns an import for each function that the module asks for; `memory` is called once the instance exists. */
export function wasiImports(
  module: WebAssembly.Module,
  memory: () => WebAssembly.Memory,
): WebAssembly.Imports {
  const granted = grantedCalls(memory);
  const calls: WebAssembly.ModuleImports = {};
  for (const wanted of WebAssembly.Module.imports(module)) {
    calls[wanted.name] = granted[wanted.name] ??
      ((): number => wanted.name.startsWith("fd_") ? BAD_FILE : NOT_SUPPORTED);
  }
  return { wasi_snapshot_preview1: calls };
}

type Call = (...values: number[]) => number;

function grantedCalls(memory: () => WebAssembly.Memory): Record<string, Call> {
  const view = (): DataView => new DataView(memory().buffer);
  const none: Call = (countAt = 0, sizeAt = 0) => {
    view().setUint32(countAt, 0, true);
    view().setUint32(sizeAt, 0, true);
    return OK;
  };
  let output = "";
  return {
    args_sizes_get: none,
    environ_sizes_get: none,
    args_get: () => OK,
    environ_get: () => OK,
    sched_yield: () => OK,
    clock_time_get: (...[clock, , timeAt = 0]) => {
      const milliseconds = clock === 0 ? Date.now() : performance.now();
      view().setBigUint64(timeAt, BigInt(Math.round(milliseconds * 1e6)), true);
      return OK;
    },
    random_get: (at = 0, size = 0) => {
      fillFixed(new Uint8Array(memory().buffer, at, size));
      return OK;
    },
    fd_write: (_file, parts = 0, count = 0, writtenAt = 0) => {
      const bytes = gather(view(), parts, count);
      output = (output + new TextDecoder().decode(bytes)).slice(-KEPT_OUTPUT);
      view().setUint32(writtenAt, bytes.length, true);
      return OK;
    },
    proc_exit: (code = 0) => {
      throw new ModuleExit(code, output);
    },
  };
}

/** The same numbers each time: hash seeds differ between instances otherwise, and with them the order of maps. */
function fillFixed(bytes: Uint8Array): void {
  let state = 0x9e3779b9;
  for (let i = 0; i < bytes.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
}

function gather(view: DataView, parts: number, count: number): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < count; i++) {
    const at = view.getUint32(parts + 8 * i, true);
    const size = view.getUint32(parts + 8 * i + 4, true);
    bytes.push(...new Uint8Array(view.buffer, at, Math.min(size, KEPT_OUTPUT)));
  }
  return new Uint8Array(bytes);
}
