import { ApiError } from "../api/api-error.ts";
import { usd } from "../words/numbers.ts";

/** What was typed as a limit: a number of dollars, null for the platform's default, or what is wrong with it. */
export function readLimit(typed: string): { value: number | null } | { problem: string } {
  const text = typed.trim().replace(/^\$\s*(?=\S)/, "").replace(",", ".");
  if (text === "") return { value: null };
  if (/^-/.test(text)) return { problem: "A limit cannot be less than $0." };
  // In some countries 1,500 is fifteen hundred, in others one and a half.
  if (/\.\d{3}$/.test(text)) return { problem: "Type the amount without separators, such as 1500 or 1.50." };
  if (!/^\d*\.?\d+$/.test(text)) return { problem: "Type an amount in dollars, such as 5 or 2.50." };
  return { value: Number(text) };
}

/** Why the server refused a limit; null where that has nothing to do with its value. */
export function limitProblem(error: unknown): string | null {
  if (!(error instanceof ApiError)) return null;
  // Amounts that the column cannot hold are refused before the rule is looked at.
  if (error.code === "22003") return "This is more than the platform allows.";
  if (error.code !== "cap_out_of_range") return null;
  const [, most] = /from 0 to ([\d.]+),/.exec(error.message) ?? [];
  return most === undefined
    ? error.message
    : `The most that the platform allows is ${usd(Number(most))} a day.`;
}

/** As it is typed. */
export function limitText(value: number | null): string {
  return value === null ? "" : String(value);
}
