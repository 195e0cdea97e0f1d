// Standard Webhooks (https://www.standardwebhooks.com): who sends this, and that nobody changed it.

const encoder = new TextEncoder();

/** The key within `whsec_<base64>`. Throws a TypeError that does not show the secret. */
export function readSecret(secret: string): Uint8Array<ArrayBuffer> {
  const wrong = "Cannot sign reports as 'secret' must be whsec_ and base64: it is not";
  try {
    const bytes = Uint8Array.from(atob(secret.replace(/^whsec_/, "")), (char) => char.charCodeAt(0));
    if (bytes.length > 0) return bytes;
  } catch {
    // The decoder's own words may hold the secret.
  }
  throw new TypeError(wrong);
}

export class Signer {
  readonly #key: Promise<CryptoKey>;

  constructor(key: Uint8Array<ArrayBuffer>) {
    this.#key = crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    // Whoever signs meets the failure; until then it is nobody's.
    this.#key.catch(() => {});
  }

  /** The headers for this body, which is signed as it is before compression. `now` in milliseconds. */
  async headers(id: string, now: number, body: Uint8Array): Promise<Record<string, string>> {
    const timestamp = Math.floor(now / 1000).toString();
    const head = encoder.encode(`${id}.${timestamp}.`);
    const signed = new Uint8Array(head.length + body.length);
    signed.set(head);
    signed.set(body, head.length);
    const signature = new Uint8Array(await crypto.subtle.sign("HMAC", await this.#key, signed));
    return {
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${btoa(String.fromCharCode(...signature))}`,
    };
  }
}
