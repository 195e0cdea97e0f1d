// Runs tests/db as `supabase test db` does, without Docker: each file is a transaction that prints TAP and rolls back.
// The last line is `N passed, N failed`.
import postgres from "postgres";
import { startStack } from "../local/stack.ts";
import { installPgTap } from "../tests/support/pgtap.ts";

const FOLDER = new URL("../tests/db/", import.meta.url);

const chosen = Deno.args;
let passed = 0;
let failed = 0;

await using stack = await startStack({ apiPort: 0, dbPort: 0, mailPort: 0 });
const admin = postgres(stack.dbUrl.replace("//postgres:", "//supabase_admin:"), {
  onnotice: () => {},
  max: 1,
});
await installPgTap(admin);
await admin.end();

const files = [...Deno.readDirSync(FOLDER)].map(({ name }) => name).filter((name) =>
  name.endsWith("_test.sql")
).sort();
for (const name of files) {
  if (chosen.length === 0 || chosen.some((part) => name.includes(part))) await run(name);
}
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0 || passed === 0) Deno.exitCode = 1;

async function run(name: string): Promise<void> {
  const sql = postgres(stack.dbUrl, {
    onnotice: () => {},
    max: 1,
    connection: { search_path: "public, extensions" },
  });
  try {
    const lines = tapLines(await sql.unsafe(await Deno.readTextFile(new URL(name, FOLDER))).simple());
    const planned = Number(/^1\.\.(\d+)$/.exec(lines.find((line) => line.startsWith("1..")) ?? "")?.[1] ?? 0);
    const ok = lines.filter((line) => line.startsWith("ok")).length;
    passed += ok;
    failed += planned - ok;
    const complaints = lines.filter((line) => !line.startsWith("ok") && !line.startsWith("1.."));
    console.log(`${ok === planned ? "ok" : "not ok"} ${name}: ${ok} of ${planned}`);
    for (const line of complaints) console.log(`    ${line}`);
  } catch (error) {
    failed++;
    console.log(`not ok ${name}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await sql.end();
  }
}

function tapLines(results: unknown): string[] {
  const statements = Array.isArray(results) && Array.isArray(results[0]) ? results : [results];
  return statements.flatMap((rows: Record<string, unknown>[]) => rows)
    .flatMap((row) => Object.values(row))
    .filter((value): value is string => typeof value === "string")
    .flatMap((value) => value.split("\n"))
    .filter((line) => /^(ok|not ok|1\.\.|#)/.test(line));
}
