// An executor whose answers a test scripts. It runs no code; it records what it was asked.
type Answer = () => Response | Promise<Response>;

export interface FakeExecutor extends AsyncDisposable {
  url: string;
  reloads: { traderId: string; authorization: string | null }[];
  /** The answers to reloads, in turn; success when there is none left. */
  script: Answer[];
  /** Candles by symbol: a list that is served for every interval, or one for each; the newest, as many as are asked for. */
  markets: Map<string, unknown[] | Record<string, unknown[]>>;
  /** Answers to other paths in place of the usual ones, by path: a symbol's klines, or the list of symbols. */
  instead: Map<string, Answer>;
}

export function startFakeExecutor(): FakeExecutor {
  const executor = {
    reloads: [] as FakeExecutor["reloads"],
    script: [] as FakeExecutor["script"],
    markets: new Map() as FakeExecutor["markets"],
    instead: new Map() as FakeExecutor["instead"],
  };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const [, traderId] = /^\/api\/v1\/traders\/([^/]+)\/reload$/.exec(pathname) ?? [];
    const [, symbol, interval = ""] = /^\/api\/v1\/klines\/([^/]+)\/([^/]+)$/.exec(pathname) ?? [];
    const instead = executor.instead.get(pathname);
    if (instead !== undefined) return await instead();
    if (traderId !== undefined) {
      executor.reloads.push({ traderId, authorization: request.headers.get("authorization") });
      return await (executor.script.shift() ??
        (() => Response.json({ success: true, message: "Reloaded" })))();
    }
    if (symbol !== undefined) {
      const market = executor.markets.get(symbol) ?? [];
      const candles = Array.isArray(market) ? market : market[interval] ?? [];
      return Response.json(candles.slice(-Number(searchParams.get("limit") ?? 250)));
    }
    if (pathname === "/api/v1/symbols") return Response.json({ symbols: [...executor.markets.keys()] });
    return Response.json({ error: "no such route" }, { status: 404 });
  });
  return {
    ...executor,
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
