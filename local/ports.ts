// Every listener of the stack is on loopback: nothing here is meant to be reached from another machine.
export const HOST = "127.0.0.1";

/** A port that something else already listens on. */
export class PortTakenError extends Error {
  override readonly name = "PortTakenError";

  constructor(readonly port: number, readonly flag: string) {
    super(`Port ${port} is taken: stop what listens there, or choose another port with ${flag} <number>`);
  }
}

/** Turns the system's "address in use" into a message that names the flag to use. */
export function explainPort(error: unknown, port: number, flag: string): unknown {
  return error instanceof Deno.errors.AddrInUse ? new PortTakenError(port, flag) : error;
}

/** The port itself when it is free, or any free one for 0. */
export function freePort(port: number, flag: string): number {
  try {
    const listener = Deno.listen({ hostname: HOST, port });
    const { port: found } = listener.addr;
    listener.close();
    return found;
  } catch (error) {
    throw explainPort(error, port, flag);
  }
}
