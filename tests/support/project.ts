// A running project for one test file: the embedded stack with this repository's migrations and functions.
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { type Stack, type StackOptions, startStack } from "../../local/stack.ts";

export interface Project extends AsyncDisposable {
  stack: Stack;
  /** As service_role. */
  admin: SupabaseClient;
  recordErrorSecret: string;
  webhookSecret: string;
  /** POSTs to a function with exactly these headers. */
  call(name: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** POSTs to a function, signed by Standard Webhooks. */
  callSigned(name: string, body: unknown, secret: string): Promise<Response>;
  createUser(): Promise<TestUser>;
}

export interface TestUser {
  id: string;
  email: string;
  password: string;
  token: string;
  /** As this user. */
  client: SupabaseClient;
  /** Headers of a browser that is signed in as this user. */
  headers: Record<string, string>;
}

/** Starts a project on free ports; with EDGE_RUNTIME=1 its functions run on the Deno that production is compatible with. */
export async function startProject(
  functionsEnv: Record<string, string> = {},
  more: Pick<StackOptions, "beforeMigrations" | "configEnv" | "onLog"> = {},
): Promise<Project> {
  const recordErrorSecret = newSecret();
  const webhookSecret = newSecret();
  const stack = await startStack({
    apiPort: 0,
    dbPort: 0,
    mailPort: 0,
    ...more,
    edgeRuntime: Deno.env.get("EDGE_RUNTIME") === "1",
    functionsEnv: {
      RECORD_ERROR_SECRET: recordErrorSecret,
      WEBHOOK_SECRET: webhookSecret,
      EMAIL_FROM: "Recovery <recovery@example.com>",
      RESEND_API_KEY: "re_local",
      APP_URL: "https://app.example.com",
      ...functionsEnv,
    },
  });
  const call: Project["call"] = (name, body, headers = {}) =>
    fetch(`${stack.apiUrl}/functions/v1/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  return {
    stack,
    admin: connect(stack, stack.secretKey),
    recordErrorSecret,
    webhookSecret,
    call,
    callSigned: (name, body, secret) => {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      return call(name, text, sign(text, secret));
    },
    createUser: () => createUser(stack),
    [Symbol.asyncDispose]: () => stack.stop(),
  };
}

/** Standard Webhooks headers for a body. */
export function sign(body: string, secret: string, at = new Date()): Record<string, string> {
  const id = `msg_${crypto.randomUUID()}`;
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(id, at, body),
  };
}

export function newSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

async function createUser(stack: Stack): Promise<TestUser> {
  const email = `trader-${crypto.randomUUID()}@example.com`;
  const password = crypto.randomUUID();
  const created = await connect(stack, stack.secretKey).auth.admin.createUser({
    email,
    password,
    email_confirm: true,
  });
  if (created.error) throw created.error;
  const client = connect(stack, stack.publishableKey);
  const { data, error } = await client.auth.signInWithPassword({ email, password });
  if (error) throw error;
  const token = data.session.access_token;
  return {
    id: created.data.user.id,
    email,
    password,
    token,
    client,
    headers: { apikey: stack.publishableKey, Authorization: `Bearer ${token}` },
  };
}

function connect(stack: Stack, key: string): SupabaseClient {
  return createClient(stack.apiUrl, key, { auth: { persistSession: false, autoRefreshToken: false } });
}
