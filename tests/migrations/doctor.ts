import { CATALOGUE_FILE, compare, fromLines, type Item } from "../../scripts/doctor/catalogue.ts";
import type { Project } from "./support.ts";

/** What the doctor would say is missing, different or too much, here. */
export async function doctorsFindings({ sql }: Project): Promise<string[]> {
  const expected = fromLines(await Deno.readTextFile(CATALOGUE_FILE));
  const found = await sql<{ item: Item }[]>`
    select jsonb_build_array(c.kind, c.name, c.state, c.mend) as item from private.catalogue() as c`;
  return compare(expected, found.map(({ item }) => item)).map(({ what }) => what);
}
