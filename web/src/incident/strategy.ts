// A trader's strategy and conditions, as the platform keeps them: in shapes of several ages, sometimes as a text that holds JSON.

/** What the trader wants, in the owner's words; null where nothing is said. */
export function strategyText(strategy: unknown): string | null {
  const value = unpacked(strategy);
  if (typeof value === "string") return value.trim() || null;
  return isRecord(value) && typeof value["description"] === "string"
    ? value["description"].trim() || null
    : null;
}

/** The conditions of a filter one by one, as the platform shows them; empty where it has none in words. */
export function conditionsOf(filter: unknown): string[] {
  const value = unpacked(filter);
  const description = isRecord(value) ? value["description"] : null;
  if (typeof description === "string") return description.trim() === "" ? [] : [description.trim()];
  return Array.isArray(description)
    ? description.filter((one): one is string => typeof one === "string" && one.trim() !== "")
    : [];
}

function unpacked(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return isRecord(parsed) || typeof parsed === "string" ? parsed : value;
  } catch {
    return value;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
