import { fromBase64 } from "../base64.ts";
import type { CallName } from "./filter-calls.ts";
import compressed from "./filter-wasm.js";
import { wasiImports } from "./wasi.ts";

/** The code that was given outgrew the module's memory or stack: budgets end everything else from inside. */
export class ModuleCrash extends Error {
  override readonly name = "ModuleCrash";
}

let compiled: Promise<WebAssembly.Module> | undefined;
let current: Instance | undefined;

interface Instance {
  memory: WebAssembly.Memory;
  invoke(name: string, ...values: number[]): number | bigint;
}

/**
 * Sends one framed request to the module and returns its response. The module is unpacked and compiled at the first call.
 * A crash throws a ModuleCrash and loses the instance, as its state is not to be trusted; the next call starts a fresh one.
 */
export async function callModule(call: CallName, frame: ArrayBuffer): Promise<unknown> {
  const module = await (compiled ??= compile());
  const instance = current ??= instantiate(module);
  try {
    return JSON.parse(new TextDecoder().decode(answer(instance, call, frame)));
  } catch (cause) {
    current = undefined;
    throw new ModuleCrash(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function answer({ memory, invoke }: Instance, call: CallName, frame: ArrayBuffer): Uint8Array {
  const at = Number(invoke("alloc", frame.byteLength)) >>> 0;
  new Uint8Array(memory.buffer).set(new Uint8Array(frame), at);
  const packed = BigInt.asUintN(64, BigInt(invoke(call, at, frame.byteLength)));
  return new Uint8Array(memory.buffer, Number(packed >> 32n), Number(packed & 0xffffffffn));
}

async function compile(): Promise<WebAssembly.Module> {
  try {
    const plain = new Blob([fromBase64(compressed)]).stream().pipeThrough(new DecompressionStream("gzip"));
    return await WebAssembly.compile(await new Response(plain).arrayBuffer());
  } catch (error) {
    compiled = undefined;
    throw error;
  }
}

function instantiate(module: WebAssembly.Module): Instance {
  const exported = (): WebAssembly.Exports => instance.exports;
  const memory = (): WebAssembly.Memory => {
    const found = exported().memory;
    if (!(found instanceof WebAssembly.Memory)) {
      throw new TypeError("The filter runtime exports no memory");
    }
    return found;
  };
  const instance = new WebAssembly.Instance(module, wasiImports(module, memory));
  const invoke = (name: string, ...values: number[]): number | bigint => {
    const found = exported()[name];
    if (typeof found !== "function") {
      throw new TypeError(`The filter runtime exports no function '${name}'`);
    }
    return found(...values);
  };
  invoke("_initialize");
  return { memory: memory(), invoke };
}
