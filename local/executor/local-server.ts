// A server on loopback that can always be closed. Deno's own shutdown() waits for every handler, also for one whose
// caller is gone and whose answer will never come.
import { explainPort, HOST } from "../ports.ts";

export interface LocalServer extends AsyncDisposable {
  url: string;
}

/** Listens on a port, 0 for any free one; when it is taken, the error names the flag that chooses another. */
export function serveLocally(
  port: number,
  flag: string,
  handler: (request: Request) => Response | Promise<Response>,
): LocalServer {
  const stop = new AbortController();
  try {
    const server = Deno.serve(
      { hostname: HOST, port, signal: stop.signal, onListen: (): void => {} },
      handler,
    );
    return {
      url: `http://${HOST}:${server.addr.port}`,
      async [Symbol.asyncDispose](): Promise<void> {
        stop.abort();
        await server.finished;
      },
    };
  } catch (error) {
    throw explainPort(error, port, flag);
  }
}
