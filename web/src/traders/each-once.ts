/** Each item once, where it comes first: what moved to another page between two reads is on both. */
export function eachOnce<Item extends { id: unknown }>(items: readonly Item[]): Item[] {
  const seen = new Set<unknown>();
  return items.filter(({ id }) => {
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}
