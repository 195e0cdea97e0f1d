// Numbers as people read them, in the browser's language.

/** 12,345 */
export function count(value: number): string {
  return new Intl.NumberFormat().format(value);
}

/** 12K where there is little room. */
export function shortCount(value: number): string {
  return new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

/** "3 errors", "1 error" */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** US dollars: $0, $0.0042, $12.30. What is less than a cent is shown to two digits that count. */
export function usd(value: number): string {
  const isTiny = value > 0 && value < 0.01;
  return new Intl.NumberFormat(undefined, {
    style: "currency",
    currency: "USD",
    ...(value === 0 ? { maximumFractionDigits: 0 } : isTiny ? { maximumSignificantDigits: 2 } : {}),
  }).format(value);
}

/** 83 % from 0.83 */
export function percent(share: number): string {
  return new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 0 }).format(share);
}

/** 12 ms, 1.4 s */
export function millis(ms: number): string {
  if (ms >= 1_000) {
    return `${new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 }).format(ms / 1_000)} s`;
  }
  return `${new Intl.NumberFormat(undefined, { maximumSignificantDigits: 2 }).format(ms)} ms`;
}
