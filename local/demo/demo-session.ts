// Everything a demo runs on: candles, the embedded Supabase with the demo's user and traders, and the executor.
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { CandleSource } from "../candles/candle-source.ts";
import { chooseCandleSource } from "../candles/choose-source.ts";
import { type Executor, startExecutor } from "../executor/executor.ts";
import type { LogEntry } from "../log.ts";
import { freePort, HOST } from "../ports.ts";
import { type Stack, startStack } from "../stack.ts";
import { describeRun } from "./describe-run.ts";
import { functionsEnv, newSecrets } from "./functions-env.ts";
import type { DemoPorts } from "./options.ts";
import { type Login, seedDemo } from "./seed.ts";
import { demoTraders } from "./traders.ts";
import type { WebAppConfig } from "../web-app/serve.ts";

export interface SessionOptions {
  ports: DemoPorts;
  log: (line: string) => void;
  signal: AbortSignal;
}

export interface DemoSession extends AsyncDisposable {
  candles: CandleSource;
  executor: Executor;
  /** Signed in as the demo's user. */
  user: SupabaseClient;
  login: Login;
  operator: Login;
  /** What the web app needs to know of the project. */
  webApp: WebAppConfig;
  links: { label: string; url: string }[];
  log: (line: string) => void;
}

export async function openDemo(options: SessionOptions): Promise<DemoSession> {
  const { log, ports, signal } = options;
  await using cleanup = new AsyncDisposableStack();
  const candles = await chooseCandleSource({ candlesDir: Deno.env.get("CANDLES_DIR"), signal });
  log(`candles    ${candles.symbols.length} symbols, ${candles.intervals.join(" ")}, from ${candles.reason}`);
  if (!Deno.env.get("OPENAI_API_KEY")) {
    log("model      no OPENAI_API_KEY: rules repair what they can, the rest is held");
  }

  const appUrl = `http://${HOST}:${ports.page}`;
  // The functions are told the executor's address before it is there: it needs the stack to sign in to.
  const executorPort = freePort(ports.executor, "--executor-port");
  const secrets = newSecrets();
  const startedAt = performance.now();
  const stack = cleanup.use(
    await startStack({
      apiPort: ports.api,
      dbPort: ports.db,
      mailPort: ports.mail,
      siteUrl: appUrl,
      functionsEnv: functionsEnv(secrets, { executorUrl: `http://${HOST}:${executorPort}`, appUrl }),
      onLog: (entry) => logTrouble(entry, log),
    }),
  );
  log(`stack      ${stack.apiUrl}, up in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  signal.throwIfAborted();

  const { login, operator } = await seedDemo(
    { admin: connect(stack.apiUrl, stack.secretKey), sql: stack.sql },
    demoTraders,
  );
  const functionsUrl = `${stack.apiUrl}/functions/v1`;
  const executor = await startExecutor({
    ...login,
    supabaseUrl: stack.apiUrl,
    publishableKey: stack.publishableKey,
    functionsUrl,
    recordErrorSecret: secrets.recordError,
    executorToken: secrets.executorToken,
    port: executorPort,
    candles,
    log,
    onRun: (run) => log(describeRun(run, candles.symbols.length)),
    signal,
  });
  cleanup.defer(() => executor.close());
  const user = await signIn(stack, login);
  cleanup.defer(() => user.auth.stopAutoRefresh());

  const running = cleanup.move();
  return {
    candles,
    executor,
    user,
    login,
    operator,
    webApp: { supabaseUrl: stack.apiUrl, publishableKey: stack.publishableKey },
    links: [{ label: "api", url: stack.apiUrl }, { label: "mailbox", url: stack.mailUrl }],
    log,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function signIn(stack: Stack, login: Login): Promise<SupabaseClient> {
  const user = connect(stack.apiUrl, stack.publishableKey);
  const { error } = await user.auth.signInWithPassword(login);
  if (error) throw new Error(`Cannot sign in as ${login.email}: ${error.message}`, { cause: error });
  return user;
}

function connect(url: string, key: string): SupabaseClient {
  return createClient(url, key, { auth: { persistSession: false } });
}

function logTrouble(entry: LogEntry, log: (line: string) => void): void {
  if (entry.level !== "error") return;
  log(`${entry.level.padEnd(10)} ${entry.function ?? entry.source}: ${entry.message}`);
}
