// Finds keys and secrets in files that git keeps, by their form. What is public by nature, or made up for a test, is listed with its hash.
import { createHash } from "node:crypto";

export interface Finding {
  file: string;
  line: number;
  /** What it looks like. */
  kind: string;
  /** Enough to find it by, too little to use. */
  shown: string;
  /** Hash of the text: what a list of allowed ones names. */
  sha256: string;
}

interface Form {
  kind: string;
  pattern: RegExp;
  /** Bits per character below which it is a word, or a placeholder. */
  entropy: number;
}

/** Longest line that is read: what is longer is a bundle or a recording, and made from files that are read. */
const MAX_LINE = 100_000;

const FORMS: Form[] = [
  // With what follows: the first words alone would, once allowed, allow every key.
  { kind: "private key", pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----.{0,60}/g, entropy: 0 },
  { kind: "secret key of Supabase", pattern: /\bsb_secret_[\w-]{16,}/g, entropy: 3 },
  { kind: "access token of Supabase", pattern: /\bsbp_[0-9a-f]{32,}/g, entropy: 3 },
  { kind: "webhook secret", pattern: /\bwhsec_[A-Za-z0-9+/=]{24,}/g, entropy: 3 },
  { kind: "key of a model provider", pattern: /\bsk-[A-Za-z0-9_-]{20,}/g, entropy: 3.3 },
  { kind: "key of Resend", pattern: /\bre_[A-Za-z0-9]{6,}_[A-Za-z0-9]{16,}/g, entropy: 3.3 },
  { kind: "token", pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g, entropy: 3 },
  { kind: "key of AWS", pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, entropy: 2.5 },
  { kind: "token of GitHub", pattern: /\bgh[pousr]_[A-Za-z0-9]{30,}/g, entropy: 3 },
  { kind: "token of npm", pattern: /\bnpm_[A-Za-z0-9]{30,}/g, entropy: 3 },
  { kind: "token of Slack", pattern: /\bxox[abprs]-[A-Za-z0-9-]{20,}/g, entropy: 3 },
  {
    kind: "password in an address",
    pattern: /\b[a-z][a-z0-9+]*:\/\/[^\s:/@"'`${}<>]+:(?=[^\s/@"'`]*\d)[^\s:/@"'`${}<>]{12,}@/g,
    entropy: 3.3,
  },
  {
    kind: "random text assigned to a secret's name",
    pattern:
      /(?<=\b\w*(?:SECRET|TOKEN|PASSWORD|API_KEY|PRIVATE_KEY)\w*["']?\s*[:=]\s*["']?)[A-Za-z0-9+/_=-]{24,}(?=["'\s]|$)/gi,
    entropy: 4.3,
  },
];

/** What in a text looks like a secret and is not among the allowed ones. */
export function secretsIn(file: string, text: string, allowed: ReadonlySet<string>): Finding[] {
  return text.split("\n").flatMap((line, index) =>
    line.length > MAX_LINE ? [] : secretsOf(line).map(({ kind, secret }): Finding => ({
      file,
      line: index + 1,
      kind,
      shown: `${secret.slice(0, 6)}… (${secret.length} characters)`,
      sha256: createHash("sha256").update(secret).digest("hex"),
    }))
  ).filter(({ sha256 }) => !allowed.has(sha256));
}

/** Each secret once, by the first form that it has. */
function secretsOf(line: string): { kind: string; secret: string }[] {
  const found = new Map<string, string>();
  for (const { kind, pattern, entropy } of FORMS) {
    for (const [secret] of line.matchAll(pattern)) {
      const isKnown = [...found.keys()].some((other) => other.includes(secret) || secret.includes(other));
      if (!isKnown && entropyOf(secret) >= entropy) found.set(secret, kind);
    }
  }
  return [...found].map(([secret, kind]) => ({ kind, secret }));
}

/** Shannon's, in bits per character: random base64 has 4.5 and more, words 3 to 4, a row of one letter 0. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= count / text.length * Math.log2(count / text.length);
  return bits;
}

export function describe({ file, line, kind, shown, sha256 }: Finding): string {
  return `${file}:${line}: looks like: ${kind}, ${shown}. Take it out and replace it where it is in use; if it opens nothing, add ${sha256} to scripts/secrets-allowed.txt`;
}

/** Hashes of what may stand in the repository: one a line, then why. */
export function allowedOf(list: string): Set<string> {
  return new Set(list.split("\n").flatMap((line) => /^([0-9a-f]{64}) +\S/.exec(line)?.[1] ?? []));
}
