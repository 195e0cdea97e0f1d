// User tokens as the local auth server signs them: HS256 over the shared secret.
export interface Claims {
  sub?: string;
  role: string;
  exp?: number;
  [claim: string]: unknown;
}

export class TokenError extends Error {
  override readonly name = "TokenError";

  constructor(readonly code: "InvalidJWT" | "InvalidJWTExpiration", message: string) {
    super(message);
  }
}

const encoder = new TextEncoder();

/** The claims of a valid, unexpired token; throws a TokenError for any other. */
export async function verifyToken(token: string, secret: string): Promise<Claims> {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const claims = decode(payload);
  const genuine = decode(header)?.alg === "HS256" && claims !== undefined &&
    await crypto.subtle.verify(
      "HMAC",
      await hmacKey(secret),
      bytes(signature),
      encoder.encode(`${header}.${payload}`),
    );
  if (!genuine) throw new TokenError("InvalidJWT", "The token provided is not a valid JWT");
  if (typeof claims.exp === "number" && claims.exp * 1000 <= Date.now()) {
    throw new TokenError(
      "InvalidJWTExpiration",
      `Token has expired ${Math.ceil(Date.now() / 1000 - claims.exp)} seconds ago`,
    );
  }
  return { ...claims, role: typeof claims.role === "string" ? claims.role : "anon" };
}

/** Signs a token with these claims. */
export async function signToken(claims: Claims, secret: string): Promise<string> {
  const unsigned = `${encode(encoder.encode('{"alg":"HS256","typ":"JWT"}'))}.${
    encode(encoder.encode(JSON.stringify(claims)))
  }`;
  const signature = await crypto.subtle.sign("HMAC", await hmacKey(secret), encoder.encode(unsigned));
  return `${unsigned}.${encode(new Uint8Array(signature))}`;
}

async function hmacKey(secret: string): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const extractable = false;
  return await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, extractable, [
    "sign",
    "verify",
  ]);
}

function encode(data: Uint8Array): string {
  return data.toBase64({ alphabet: "base64url", omitPadding: true });
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes(part)));
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function bytes(part: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.fromBase64(part, { alphabet: "base64url" });
  } catch {
    return new Uint8Array();
  }
}
