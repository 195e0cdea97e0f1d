// An executor whose answers a test scripts. It runs no code; it records what it was asked.
export interface FakeExecutor extends AsyncDisposable {
  url: string;
  reloads: { traderId: string; authorization: string | null }[];
  /** The answers to reloads, in turn; success when there is none left. */
  script: (() => Response | Promise<Response>)[];
  /** Candles by symbol, each served for every interval. */
  markets: Map<string, unknown[]>;
}

export function startFakeExecutor(): FakeExecutor {
  const executor = {
    reloads: [] as FakeExecutor["reloads"],
    script: [] as FakeExecutor["script"],
    markets: new Map<string, unknown[]>(),
  };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const { pathname } = new URL(request.url);
    const [, traderId] = /^\/api\/v1\/traders\/([^/]+)\/reload$/.exec(pathname) ?? [];
    const [, symbol] = /^\/api\/v1\/klines\/([^/]+)\/[^/]+$/.exec(pathname) ?? [];
    if (traderId !== undefined) {
      executor.reloads.push({ traderId, authorization: request.headers.get("authorization") });
      return await (executor.script.shift() ??
        (() => Response.json({ success: true, message: "Reloaded" })))();
    }
    if (symbol !== undefined) return Response.json(executor.markets.get(symbol) ?? []);
    if (pathname === "/api/v1/symbols") return Response.json({ symbols: [...executor.markets.keys()] });
    return Response.json({ error: "no such route" }, { status: 404 });
  });
  return {
    ...executor,
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
