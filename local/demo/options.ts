// The command line of the demo.
import { parseArgs } from "node:util";

export interface DemoPorts {
  page: number;
  executor: number;
  api: number;
  db: number;
  mail: number;
}

export interface DemoOptions {
  /** Run the loop once, print a summary, and end. */
  once: boolean;
  /** Print the summary as one JSON object on the last line of standard output; the log goes to standard error. */
  json: boolean;
  /** Accept validated fixes without asking, in the interactive demo. */
  accept: boolean;
  help: boolean;
  /** 0 takes any free port. */
  ports: DemoPorts;
}

export const usage = `Usage: npm run demo -- [options]

  --once               run the loop once without a page, then end; the exit code says whether every step held
  --json               with --once: print the summary as one JSON object on the last line
  --accept             accept validated fixes automatically instead of leaving them to you
  --page-port <n>      port of the page (default 5173)
  --port <n>           port of the API (default 54321; with --once any free one, as for the next two)
  --db-port <n>        port of Postgres (default 54322)
  --mail-port <n>      port of the mailbox (default 54324)
  --executor-port <n>  port of the executor (default any free one)
  --help               this text

CANDLES_DIR=<folder> takes the candles from a folder instead of the exchange.
OPENAI_API_KEY=<key> lets a language model repair what the rules cannot.`;

export function parseOptions(args: string[]): DemoOptions {
  const flag = { type: "boolean", default: false } as const;
  const port = { type: "string" } as const;
  const { values } = parseArgs({
    args,
    options: {
      once: flag,
      json: flag,
      accept: flag,
      help: flag,
      "page-port": port,
      port,
      "db-port": port,
      "mail-port": port,
      "executor-port": port,
    },
  });
  const { once, json, accept, help } = values;
  if (json && !once) throw new Error("Cannot use --json without --once: the demo would never end");

  // A demo that ends by itself must be able to run beside another stack.
  const usual = (port: number): number => once ? 0 : port;
  const ports = {
    page: parsePort("--page-port", values["page-port"]) ?? 5173,
    executor: parsePort("--executor-port", values["executor-port"]) ?? 0,
    api: parsePort("--port", values.port) ?? usual(54321),
    db: parsePort("--db-port", values["db-port"]) ?? usual(54322),
    mail: parsePort("--mail-port", values["mail-port"]) ?? usual(54324),
  };
  return { once, json, accept, help, ports };
}

function parsePort(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(
    `Cannot use ${flag} ${text}: it must be a whole number up to 65535, where 0 means any free port`,
  );
}
