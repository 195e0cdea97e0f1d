// The plans inside a function, which EXPLAIN of its call does not show: auto_explain tells them as notices.
import type { Database } from "./server.ts";
import { timed } from "./measure.ts";
import type { Query } from "./queries.ts";

// A connection's first calls are planned for their arguments; only later ones may use the plan that pages live with.
const CALLS_BEFORE = 10;
const SHOWN = 4;

/** EXPLAIN ANALYZE of the statements in which a query spends its time, the longest first. */
export async function planOf(database: Database, query: Query): Promise<string> {
  const plans: { took: number; text: string }[] = [];
  const sql = database.connect("supabase_admin", (message) => {
    const took = /^duration: ([\d.]+) ms/.exec(message)?.[1];
    if (took !== undefined) plans.push({ took: Number(took), text: message });
  });
  for (let call = 0; call < CALLS_BEFORE; call++) await timed(sql, query);
  await sql.unsafe(`
    load 'auto_explain';
    set auto_explain.log_level = 'notice';
    set auto_explain.log_min_duration = 0;
    set auto_explain.log_nested_statements = on;
    set auto_explain.log_analyze = on;
    set auto_explain.log_buffers = on;
    set auto_explain.log_parameter_max_length = 0`);
  plans.length = 0;
  await timed(sql, query);
  return plans
    .toSorted((a, b) => b.took - a.took)
    .slice(0, SHOWN)
    .map(({ text }) => text)
    .join("\n\n");
}
