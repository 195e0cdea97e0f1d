// How long to wait before the same batch is sent again.

const firstMs = 500;
const longestMs = 60_000;
const mendingMs = 60_000;
const longestAskedMs = 300_000;

/** Full jitter under a ceiling that doubles: many executors that failed together do not come back together. */
export function backOffMs(attempt: number, random: () => number): number {
  return random() * Math.min(longestMs, firstMs * 2 ** attempt);
}

/** About a minute: only an operator can mend it, and retrying sooner helps nobody. */
export function mendMs(random: () => number): number {
  return mendingMs * (0.8 + 0.4 * random());
}

/** Retry-After, seconds or a date, in milliseconds from `now`; undefined when it asks for no wait that can be kept. */
export function retryAfterMs(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  const ms = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return ms > 0 ? Math.min(ms, longestAskedMs) : undefined;
}
