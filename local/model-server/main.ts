// `npm run model`: a stand-in for the language model and for Braintrust, until Ctrl-C. For tests and demos: no model answers here.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readCorpus } from "../../evals/corpus.ts";
import { parsed, print, runCommand, UsageError } from "../../scripts/command-line.ts";
import { ModelServer, type SentRequest } from "./model-server.ts";
import { scriptNamed, scriptNames } from "./scripts.ts";

const USAGE = `Usage: npm run model -- [options]

  --port <number>   54330 unless given; 0 takes a free one
  --script <name>   how it answers, good unless given: ${scriptNames.join(", ")}
  --record <file>   appends what it is sent, a JSON object a line, without headers`;

const CORPUS = fileURLToPath(new URL("../../evals/corpus", import.meta.url));

await runCommand(USAGE, async (args) => {
  const { values } = parsed(() =>
    parseArgs({
      args,
      options: {
        port: { type: "string", default: "54330" },
        script: { type: "string", default: "good" },
        record: { type: "string" },
      },
    })
  );
  const model = scriptNamed(values.script, await readCorpus(CORPUS));
  if (model === undefined) {
    throw new UsageError(`--script must be one of ${scriptNames.join(", ")}, but is ${values.script}`);
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--port must be a number from 0 to 65535, but is ${values.port}`);
  }
  const record = values.record === undefined ? {} : { onRequest: recorder(values.record) };
  await using server = open({ port, model: [model], ...record });
  introduce(server, values.script);
  await untilStopped();
  return 0;
});

function open(options: ConstructorParameters<typeof ModelServer>[0] & { port: number }): ModelServer {
  try {
    return new ModelServer(options);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new UsageError(`--port must be a free port, but ${options.port} is taken`);
  }
}

function recorder(file: string): (request: SentRequest) => void {
  const write = (text: string): void => {
    try {
      Deno.writeTextFileSync(file, text, { append: true, mode: 0o600 });
    } catch (error) {
      throw new UsageError(`--record must be a file that can be written, but ${file} is not`, {
        cause: error,
      });
    }
  };
  write("");
  return (request) => write(`${JSON.stringify({ at: new Date().toISOString(), ...request })}\n`);
}

function introduce({ url, openaiUrl }: ModelServer, script: string): void {
  print(`
The stand-in for the language model answers by the script ${script}. Set these where the functions run:

  OPENAI_BASE_URL=${openaiUrl}
  OPENAI_API_KEY=local-stand-in
  BRAINTRUST_APP_URL=${url}
  BRAINTRUST_API_URL=${url}
  BRAINTRUST_API_KEY=local-stand-in

Ctrl-C stops it.`);
}

async function untilStopped(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      Deno.addSignalListener(signal, () => resolve());
    }
  });
}
