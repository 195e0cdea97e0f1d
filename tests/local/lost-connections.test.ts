import postgres from "postgres";
import "../../local/lost-connections.ts";
import { eventually } from "../support/eventually.ts";
import { startFixture } from "./support.ts";

Deno.test("a query that nobody waits for and that ends with the server's connection does not end the process", async () => {
  const stack = await startFixture();
  const sql = postgres(stack.dbUrl, { max: 1, onnotice: () => {} });
  try {
    const [row] = await sql`select pg_backend_pid() as pid`;
    void (async () => await sql`select pg_sleep(60)`)();
    await eventually("the query to run", async () => {
      const [found] = await stack
        .sql`select from pg_stat_activity where pid = ${row?.pid} and state = 'active'`;
      return found === undefined ? undefined : true;
    });
    await stack.sql`select pg_terminate_backend(${row?.pid})`;
    await eventually("another connection", () => sql`select 1`.then(() => true, () => undefined));
  } finally {
    await sql.end({ timeout: 1 });
    await stack.stop();
  }
});
