// npm run build:catalogue: writes what the migrations make, for npm run doctor to hold a project against. npm run check compares the two.
import type postgres from "postgres";
import { z } from "zod";
import { startStack } from "../local/stack.ts";
import { asLines, CATALOGUE_FILE, itemSchema } from "./doctor/catalogue.ts";

/** What the file has to hold for the migrations that this database has. */
export async function catalogueText(sql: postgres.Sql): Promise<string> {
  const rows =
    await sql`select jsonb_build_array(c.kind, c.name, c.state, c.mend) as item from private.catalogue() as c`;
  return asLines(z.array(z.object({ item: itemSchema })).parse([...rows]).map(({ item }) => item));
}

if (import.meta.main) {
  await using stack = await startStack({ apiPort: 0, dbPort: 0, mailPort: 0 });
  await Deno.writeTextFile(CATALOGUE_FILE, await catalogueText(stack.sql));
}
