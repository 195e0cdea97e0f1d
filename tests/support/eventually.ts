/** Repeats `read` until it gives a value; fails with `what` when it has not within the limit. */
export async function eventually<T>(
  what: string,
  read: () => Promise<T | undefined>,
  limitMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  while (Date.now() < deadline) {
    const value = await read();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Waited ${limitMs} ms in vain: ${what}`);
}
