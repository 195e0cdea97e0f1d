import type { RecoveryPreferences } from "../api/preferences.ts";
import { usd } from "../words/numbers.ts";

/** What may be done for a user's traders without asking, in a line. */
export function recoveryWords(
  { auto_regenerate, auto_rollback, daily_cost_cap_usd }: RecoveryPreferences,
): string {
  return [
    auto_regenerate
      ? "A repair is made at once when the code fails."
      : "A repair is made when you ask for it.",
    auto_rollback
      ? "New code that fails while it is watched is taken back by itself."
      : "New code that fails stays until you decide.",
    daily_cost_cap_usd === null
      ? "Spending has the platform's daily limit."
      : daily_cost_cap_usd === 0
      ? "Nothing may be spent on language models."
      : `At most ${usd(daily_cost_cap_usd)} a day are spent on language models.`,
  ].join(" ");
}
