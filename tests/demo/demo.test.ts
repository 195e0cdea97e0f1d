// The demo as it is started: a process of its own, with nothing running before.
import { createClient } from "@supabase/supabase-js";
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readLines } from "../../local/log.ts";
import { type CandleFolder, writeCandleFolder } from "./candle-folder.ts";

const script = fileURLToPath(new URL("../../local/demo/demo.ts", import.meta.url));
const config = fileURLToPath(new URL("../../deno.json", import.meta.url));

async function candleFolder(): Promise<CandleFolder> {
  const path = Deno.env.get("CANDLES_DIR");
  if (path) return { path, [Symbol.asyncDispose]: () => Promise.resolve() };
  return await writeCandleFolder({ now: Date.now(), symbols: 8, candles: 250 });
}

function demo(candles: string, ...options: string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", `--config=${config}`, script, ...options],
    // No language model, whatever the person who runs the tests has set: the outcome must be the same everywhere.
    env: { CANDLES_DIR: candles, OPENAI_API_KEY: "", BRAINTRUST_API_KEY: "" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

Deno.test("demo --once --json closes the whole loop and says so on its last line", async () => {
  await using folder = await candleFolder();
  const { code, stdout, stderr } = await demo(folder.path, "--once", "--json").output();
  const log = new TextDecoder().decode(stderr);
  const summary = JSON.parse(new TextDecoder().decode(stdout).trimEnd().split("\n").at(-1) ?? "");
  const { candles, errors_posted, history_rows, seconds, ...rest } = summary;

  assert.equal(code, 0, log);
  assert.deepEqual(rest, {
    ok: true,
    traders: 8,
    incidents: 6,
    // Six faults found, five fixes proposed, one held, five deployed.
    notifications: 17,
    emails: 17,
    fixes: { queued: 6, proposed: 5, validated: 5, held: 1, failed: 0 },
    applied: 5,
    deployments: { deployed: 5, failed: 0 },
    clean_after_deploy: 5,
  }, log);
  assert.equal(candles.source, "folder");
  assert.deepEqual(candles.intervals, ["1m", "5m", "15m", "1h", "4h"]);
  assert.ok(errors_posted > history_rows / 2 && history_rows > 0);
  assert.ok(seconds > 0);
  assert.match(log, /llm_not_configured/);
});

Deno.test("demo serves the web app for its project and prints a login that works, until Ctrl-C", async () => {
  await using folder = await candleFolder();
  const ports = ["--page-port", "0", "--port", "0", "--db-port", "0", "--mail-port", "0"];
  await using child = demo(folder.path, ...ports).spawn();
  const complaints = child.stderr.text();
  let app = "";
  let seen: Promise<{ policy: string | null; email: string | undefined }> | undefined;
  await readLines(child.stdout, (line) => {
    app = /app\s+(http:\S+)/.exec(line)?.[1] ?? app;
    const [, email, password] = /trader\s+(\S+@\S+) \/ (\S+)/.exec(line) ?? [];
    if (email === undefined || password === undefined) return;
    seen = visit(app, { email, password }).finally(() => child.kill("SIGINT"));
  });
  const { code } = await child.status;
  assert.equal(code, 0, await complaints);
  const { policy, email } = await seen ?? {};
  assert.match(policy ?? "", /default-src 'none'/);
  assert.equal(email, "trader@example.com");
});

/** Reads the app's page, and signs in to the project that the app names. */
async function visit(
  app: string,
  login: { email: string; password: string },
): Promise<{ policy: string | null; email: string | undefined }> {
  const page = await fetch(`${app}/traders`);
  await page.body?.cancel();
  const { supabaseUrl, publishableKey } = await (await fetch(`${app}/config.json`)).json();
  const client = createClient(supabaseUrl, publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { data } = await client.auth.signInWithPassword(login);
  return { policy: page.headers.get("content-security-policy"), email: data.user?.email };
}
