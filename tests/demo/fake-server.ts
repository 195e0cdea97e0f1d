// A server on a free port that answers as a test tells it to.

export interface FakeServer extends AsyncDisposable {
  url: string;
}

export function startFakeServer(handler: (request: Request) => Response | Promise<Response>): FakeServer {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: (): void => {} }, handler);
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
