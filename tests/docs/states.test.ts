// The diagrams of docs/concepts.md are what the database allows.
import assert from "node:assert/strict";
import { z } from "zod";
import { startStack } from "../../local/stack.ts";

const DIAGRAMS = {
  "An incident": "trader_incidents",
  "A fix": "proposed_fixes",
  "A deployment": "deployments",
};

const rows = z.array(z.object({ relation: z.string(), definition: z.string() }));

/** `from>to` of every arrow below a heading; `>to` of those from nowhere. */
function drawn(page: string, heading: string): string[] {
  const [, diagram = ""] =
    new RegExp(`^## ${heading}\\n+\`\`\`mermaid\\n([\\s\\S]*?)\`\`\``, "m").exec(page) ?? [];
  return [...diagram.matchAll(/^ +(\[\*\]|\w+) --> (\w+)/gm)].map(([, from, to]) =>
    `${from === "[*]" ? "" : from}>${to}`
  )
    .sort();
}

Deno.test("docs/concepts.md draws every step of incidents, fixes and deployments that the database allows, and no other", async () => {
  const page = await Deno.readTextFile("docs/concepts.md");
  await using stack = await startStack({ apiPort: 0, dbPort: 0, mailPort: 0 });
  const triggers = rows.parse([
    ...await stack.sql`select c.relname as relation, pg_get_triggerdef(t.oid) as definition
      from pg_trigger as t join pg_class as c on c.oid = t.tgrelid join pg_proc as p on p.oid = t.tgfoid
      where p.proname in ('enforce_transition', 'enforce_initial_state')`,
  ]);
  for (const [heading, table] of Object.entries(DIAGRAMS)) {
    const allowed = triggers.filter(({ relation }) => relation === table).flatMap(({ definition }) => {
      const [, words = ""] = /\('status', (.*)\)$/.exec(definition) ?? [];
      return words.split(", ").map((word) => word.replaceAll("'", "")).map((word) =>
        word.includes(">") ? word : `>${word}`
      );
    });
    assert.ok(allowed.length > 3, `${table}: ${allowed}`);
    assert.deepEqual(drawn(page, heading), allowed.sort(), heading);
  }
});
