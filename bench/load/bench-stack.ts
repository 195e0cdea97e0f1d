// The stack that is measured: a fresh database with all migrations, the functions, and the workers that ring them.
import postgres from "postgres";
import { newSecrets } from "../../local/demo/functions-env.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { complain } from "../../scripts/command-line.ts";

const SHOWN_ERRORS = 5;

export interface BenchStack extends AsyncDisposable {
  stack: Stack;
  /** As the superuser supabase_admin. */
  admin: postgres.Sql;
  recordErrorSecret: string;
  /** Whether the database rings the functions: with the bells off, rows wait for them. */
  setBells(on: boolean): Promise<void>;
}

/** Starts it on free ports. No key of the environment reaches the functions: a benchmark asks no model and sends no mail. */
export async function openStack(functionsEnv: Record<string, string> = {}): Promise<BenchStack> {
  await using cleanup = new AsyncDisposableStack();
  const secrets = newSecrets();
  let errors = 0;
  let isClosing = false;
  const stack = cleanup.use(
    await startStack({
      apiPort: 0,
      dbPort: 0,
      mailPort: 0,
      functionsEnv: {
        RECORD_ERROR_SECRET: secrets.recordError,
        WEBHOOK_SECRET: secrets.webhook,
        EMAIL_FROM: "Recovery <recovery@example.com>",
        RESEND_API_KEY: "re_local",
        APP_URL: "https://app.example.com",
        ...functionsEnv,
      },
      onLog: ({ source, level, message, function: name }) => {
        if (level === "error" && !isClosing && ++errors <= SHOWN_ERRORS) {
          complain(`${name ?? source}: ${message}`);
        }
      },
    }),
  );
  const url = new URL(stack.dbUrl);
  url.username = "supabase_admin";
  const admin = postgres(url.href, { max: 2, onnotice: () => {} });
  cleanup.defer(() => admin.end({ timeout: 1 }));
  cleanup.defer(() => {
    isClosing = true;
  });
  const running = cleanup.move();
  return {
    stack,
    admin,
    recordErrorSecret: secrets.recordError,
    setBells: (on) => setBells(admin, on),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

// Without the functions' address in Vault the database rings nobody.
async function setBells(admin: postgres.Sql, on: boolean): Promise<void> {
  const [from, to] = ["recovery_functions_url", "recovery_functions_url_off"];
  await admin`update vault.secrets set name = ${on ? from : to} where name = ${on ? to : from}`;
}
