// Traders in the states that the page of traders tells, and its cards.
import type { Locator, Page } from "playwright-core";
import { eventually } from "../support/eventually.ts";
import type { Project, TestUser } from "../support/project.ts";
import { FILTERS } from "../support/traders.ts";

export const COMPILE = FILTERS.missingFunction.message;
export const KLINES = "failed to fetch klines: connection refused";

export interface Seed {
  name: string;
  enabled?: boolean;
  language?: string;
  /** What it has failed with, so often. Repairs are not made of it. */
  error?: string;
  errors?: number;
  hoursAgo?: number;
}

/** Traders of this user, or built-in ones, that fail as told; the owner wants no repair. */
export async function seed(
  { stack: { sql } }: Project,
  user: TestUser | null,
  traders: Seed[],
): Promise<void> {
  const userId = user?.id ?? null;
  if (user !== null) {
    await sql`insert into public.recovery_preferences (user_id, auto_regenerate) values (${userId}, false) on conflict do nothing`;
  }
  for (const { name, enabled = true, language = "go", error, errors = 1, hoursAgo = 0 } of traders) {
    const [made] = await sql<{ id: string }[]>`
      insert into public.traders (user_id, name, enabled, language, filter)
      values (${userId}, ${name}, ${enabled}, ${language}, '{"code": "return true"}') returning id`;
    if (error === undefined) continue;
    await sql`
      insert into public.trader_error_history (trader_id, error_message, occurrences, occurred_at)
      values (${made?.id ?? ""}, ${error}, ${errors}, now() - ${`${hoursAgo} hours`}::interval)`;
  }
}

/** One of each state. */
export const FIVE: Seed[] = [
  { name: "Alpha dip", error: COMPILE, errors: 1_832, hoursAgo: 3 },
  { name: "Bravo", error: KLINES, errors: 2 },
  { name: "Charlie dip" },
  { name: "Delta", enabled: false },
  { name: "Echo", language: "javascript" },
];

export function card(page: Page, name: string): Locator {
  return page.getByRole("article").filter({ has: page.getByRole("heading", { name, exact: true }) });
}

/** Once these are the cards, in this order. */
export async function cardsAre(page: Page, names: string[]): Promise<void> {
  const headings = page.getByRole("article").getByRole("heading");
  await eventually(`the cards ${names.join(", ")}`, async () => {
    const shown = await headings.allTextContents();
    return JSON.stringify(shown) === JSON.stringify(names) ? true : undefined;
  }, 30_000);
}
