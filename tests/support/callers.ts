// Everybody who may call a function, and the proofs of who they are that they can send: right ones, and those that must not do.
import { randomBytes } from "node:crypto";
import { JWT_SECRET } from "../../local/keys.ts";
import { type Claims, signToken } from "../../local/tokens.ts";
import { newSecret, type Project, sign, type TestUser } from "./project.ts";

/** The headers by which somebody calls with this body. */
export type Caller = (body: string) => Record<string, string> | Promise<Record<string, string>>;

const MINUTE_MS = 60_000;

/** Callers that no function may admit, by name. */
export function impostors({ stack }: Project, victim: TestUser): Record<string, Caller> {
  const claims = (more: Partial<Claims> = {}): Claims => ({
    sub: victim.id,
    role: "authenticated",
    aud: "authenticated",
    exp: Math.floor(Date.now() / 1000) + 3600,
    ...more,
  });
  const bearer = (token: string): Record<string, string> => ({
    apikey: stack.publishableKey,
    Authorization: `Bearer ${token}`,
  });
  const [header = "", payload = "", signature = ""] = victim.token.split(".");
  const expired = { exp: Math.floor(Date.now() / 1000) - 60 };
  return {
    "nobody": () => ({}),
    "a bearer that is no token": () => bearer("garbage"),
    "an expired token": async () => bearer(await signToken(claims(expired), JWT_SECRET)),
    "a token of another project": async () =>
      bearer(await signToken(claims(), randomBytes(32).toString("hex"))),
    "an unsigned token": () => bearer(`${encode({ alg: "none", typ: "JWT" })}.${payload}.`),
    "a token whose claims were changed": () =>
      bearer(`${header}.${encode(claims({ sub: crypto.randomUUID() }))}.${signature}`),
    "a token of the role service_role": async () =>
      bearer(await signToken(claims({ role: "service_role" }), JWT_SECRET)),
    "a token of the role anon": async () => bearer(await signToken(claims({ role: "anon" }), JWT_SECRET)),
    "a token without a subject": async () => {
      const { sub: _, ...rest } = claims();
      return bearer(await signToken(rest, JWT_SECRET));
    },
    "the publishable key": () => ({ apikey: stack.publishableKey }),
    "the publishable key as bearer": () => bearer(stack.publishableKey),
    "the secret key as bearer": () => bearer(stack.secretKey),
    "a made-up secret key": () => ({ apikey: `sb_secret_${randomBytes(24).toString("base64url")}` }),
    "two keys in one header": () => ({ apikey: `${stack.publishableKey}, ${stack.secretKey}` }),
  };
}

/** Signatures that a function which knows the secret must not admit, by name. */
export function forgedSignatures(secret: string, others: Record<string, string>): Record<string, Caller> {
  const now = (): number => Date.now();
  return {
    "a signature with another secret": (body) => sign(body, newSecret()),
    "a signature of six minutes ago": (body) => sign(body, secret, new Date(now() - 6 * MINUTE_MS)),
    "a signature of in six minutes": (body) => sign(body, secret, new Date(now() + 6 * MINUTE_MS)),
    "the signature of another body": (body) => sign(`${body} `, secret),
    "an old signature under a new timestamp": (body) => ({
      ...sign(body, secret, new Date(now() - 6 * MINUTE_MS)),
      "webhook-timestamp": String(Math.floor(now() / 1000)),
    }),
    "a signature under another id": (body) => ({ ...sign(body, secret), "webhook-id": "msg_other" }),
    "a signature without its id": (body) => {
      const { "webhook-id": _, ...rest } = sign(body, secret);
      return rest;
    },
    "a signature whose id has taken the timestamp in": (body) => {
      const { "webhook-id": id = "", "webhook-timestamp": at = "", ...rest } = sign(body, secret);
      return { ...rest, "webhook-id": `${id}.${at}`, "webhook-timestamp": at };
    },
    "a signature under a timestamp that is none": (body) => ({
      ...sign(body, secret),
      "webhook-timestamp": "soon",
    }),
    "a signature of another version": (body) => {
      const { "webhook-signature": signature = "", ...rest } = sign(body, secret);
      return { ...rest, "webhook-signature": signature.replace("v1,", "v2,") };
    },
    "a signature by Svix's headers under an id by the standard's": (body) => {
      const svix = Object.entries(sign(body, secret)).map(([name, value]) => [
        name.replace("webhook-", "svix-"),
        value,
      ]);
      return { ...Object.fromEntries(svix), "webhook-id": "msg_other" };
    },
    "the secret itself": () => ({ Authorization: `Bearer ${secret}`, apikey: secret }),
    ...Object.fromEntries(
      Object.entries(others).map((
        [name, other],
      ): [string, Caller] => [`a signature with ${name}`, (body) => sign(body, other)]),
    ),
  };
}

function encode(value: unknown): string {
  return new TextEncoder().encode(JSON.stringify(value)).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
}
