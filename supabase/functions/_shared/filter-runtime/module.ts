import compressed from "./filter-wasm.js";
import { wasiImports } from "./wasi.ts";

type Call = "check" | "run" | "repair";

let compiled: Promise<WebAssembly.Module> | undefined;
let current: Instance | undefined;

interface Instance {
  memory: WebAssembly.Memory;
  invoke(name: string, ...values: number[]): number | bigint;
}

/**
 * Sends one framed request to the module and returns its response.
 * A crash throws and loses the instance, as its state is not to be trusted; the next call starts a fresh one.
 */
export async function callModule(
  name: Call,
  frame: Uint8Array,
): Promise<unknown> {
  compiled ??= compile();
  const module = await compiled;
  const instance = current ??= instantiate(module);
  try {
    const at = Number(instance.invoke("alloc", frame.length)) >>> 0;
    new Uint8Array(instance.memory.buffer).set(frame, at);
    const packed = BigInt.asUintN(
      64,
      BigInt(instance.invoke(name, at, frame.length)),
    );
    const response = new Uint8Array(
      instance.memory.buffer,
      Number(packed >> 32n),
      Number(packed & 0xffffffffn),
    );
    return JSON.parse(new TextDecoder().decode(response));
  } catch (crash) {
    current = undefined;
    throw crash;
  }
}

async function compile(): Promise<WebAssembly.Module> {
  const gzip = Uint8Array.from(
    atob(compressed),
    (character) => character.charCodeAt(0),
  );
  const plain = new Blob([gzip]).stream().pipeThrough(
    new DecompressionStream("gzip"),
  );
  return await WebAssembly.compile(await new Response(plain).arrayBuffer());
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
  const instance = new WebAssembly.Instance(
    module,
    wasiImports(module, memory),
  );
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
