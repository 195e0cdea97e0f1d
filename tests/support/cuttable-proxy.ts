// A proxy whose connections can be cut, as a network does.
export interface CuttableProxy extends AsyncDisposable {
  url: string;
  /** Cuts what is connected and refuses whoever comes, until it is mended. */
  cut(): void;
  mend(): void;
}

export function startCuttableProxy(target: string): CuttableProxy {
  const { hostname, port } = new URL(target);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  let isCut = false;

  async function forward(client: Deno.Conn): Promise<void> {
    const server = await Deno.connect({ hostname, port: Number(port) });
    open.add(client).add(server);
    await Promise.allSettled([
      client.readable.pipeTo(server.writable),
      server.readable.pipeTo(client.writable),
    ]);
    open.delete(client);
    open.delete(server);
  }

  const serving = (async () => {
    for await (const client of listener) {
      if (isCut) client.close();
      else forward(client).catch(() => close(client));
    }
  })();

  function cut(): void {
    isCut = true;
    for (const connection of open) close(connection);
    open.clear();
  }
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    cut,
    mend: () => {
      isCut = false;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      cut();
      listener.close();
      await serving.catch(() => {});
    },
  };
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // The other side was faster.
  }
}
