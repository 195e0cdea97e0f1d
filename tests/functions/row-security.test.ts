// Every table, view and function of the API, asked over HTTP as each caller: who reads what, who writes what. What has no row here fails.
import assert from "node:assert/strict";
import { none, READS, TABLES } from "../support/api-access.ts";
import { createOperator } from "../support/operators.ts";
import { type Project, startProject, type TestUser } from "../support/project.ts";
import { createTenant, idsOf, type Tenant } from "../support/tenants.ts";
import { createTrader } from "../support/traders.ts";

/** The code of a refusal, or the rows that were answered. */
type Outcome = string | Record<string, unknown>[];

const DENIED = "42501";

let project: Project;
let ada: Tenant;
let ben: Tenant;
let operator: TestUser;

Deno.test.beforeAll(async () => {
  project = await startProject();
  [ada, ben, operator] = await Promise.all([
    createTenant(project),
    createTenant(project),
    createOperator(project),
  ]);
  await project.stack.sql`insert into public.systemic_faults (fingerprint, error_type, error_message)
    values ('v2:rows', 'runtime', 'Many fail')`;
});
Deno.test.afterAll(async () => await project[Symbol.asyncDispose]());

const anonymous = (): Record<string, string> => ({ apikey: project.stack.publishableKey });

async function rest(
  headers: Record<string, string>,
  method: string,
  path: string,
  body?: unknown,
): Promise<Outcome> {
  const response = await fetch(`${project.stack.apiUrl}/rest/v1/${path}`, {
    method,
    headers: { ...headers, "Content-Type": "application/json", Prefer: "return=representation" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  return response.ok ? answer : String(answer.code);
}

const rowsOf = (outcome: Outcome, { user }: Tenant): number =>
  typeof outcome === "string" ? NaN : outcome.filter((row) => row.user_id === user.id).length;

/** A value that a row has: enough to be refused, and of no column that the database fills itself. */
function oneValue(row: Record<string, unknown>): Record<string, unknown> {
  const key = ["user_id", "fingerprint"].find((name) => name in row) ?? "";
  return { [key]: row[key] };
}

Deno.test("every table, view and function of the API has a row here", async () => {
  const relations = await project.stack.sql`select c.relname as name from pg_class as c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm', 'p', 'f')
      and not exists (select from pg_depend as d where d.objid = c.oid and d.deptype = 'e') order by 1`;
  assert.deepEqual(relations.map(({ name }) => name), Object.keys(TABLES).sort());
  const open = (await functions()).filter(({ is_open }) => is_open).map(({ name }) => name);
  assert.deepEqual(open, Object.keys(READS).sort());
});

Deno.test("nobody reads a table without a session", async () => {
  const outcomes: Record<string, Outcome> = {};
  for (const table of Object.keys(TABLES)) outcomes[table] = await rest(anonymous(), "GET", table);
  assert.deepEqual(outcomes, Object.fromEntries(Object.keys(TABLES).map((table) => [table, DENIED])));
});

for (const [table, { sees }] of Object.entries(TABLES)) {
  Deno.test(`${table}: rows of ${sees === "own" ? "the own user" : "operators"} are read, and no others`, async () => {
    const asOperator = await rest(operator.headers, "GET", table);
    if (sees === "operators") {
      assert.ok(asOperator.length > 0 && typeof asOperator !== "string", String(asOperator));
      for (const { user } of [ada, ben]) assert.deepEqual(await rest(user.headers, "GET", table), []);
      return;
    }
    for (const tenant of [ada, ben]) {
      assert.ok(rowsOf(asOperator, tenant) > 0, `operator: ${String(asOperator)}`);
    }
    for (const [own, other] of [[ada, ben], [ben, ada]] as const) {
      const rows = await rest(own.user.headers, "GET", table);
      assert.ok(rowsOf(rows, own) > 0, String(rows));
      assert.equal(rows.length, rowsOf(rows, own));
      const asked = await rest(own.user.headers, "GET", `${table}?user_id=eq.${other.user.id}`);
      assert.deepEqual(asked, []);
    }
  });
}

Deno.test("another's rows are neither added to, changed nor deleted, by a user, an operator or nobody", async () => {
  for (const [table, access] of Object.entries(TABLES)) {
    const [row] = await project.stack.sql`select to_jsonb(t) as row from public.${
      project.stack.sql(table)
    } as t
      where coalesce(to_jsonb(t) ->> 'user_id', ${ada.user.id}) = ${ada.user.id} limit 1`;
    const mine = oneValue(row?.row);
    const where = access.sees === "own"
      ? `${table}?user_id=eq.${ada.user.id}`
      : `${table}?id=eq.${row?.row.id}`;
    const isView = table === "dead_letters";
    for (
      const [caller, headers] of Object.entries({
        ben: ben.user.headers,
        operator: operator.headers,
        anonymous: anonymous(),
      })
    ) {
      const isNobody = caller === "anonymous";
      const nothing = (isGranted: unknown): Outcome => isGranted && !isNobody ? [] : DENIED;
      const refused = isView ? ["55000", DENIED] : [DENIED];
      assert.ok(
        refused.includes(String(await rest(headers, "POST", table, mine))),
        `${caller} adds to ${table}`,
      );
      const changed = await rest(headers, "PATCH", where, access.update ?? mine);
      const deleted = await rest(headers, "DELETE", where);
      if (isView) {
        for (const outcome of [changed, deleted]) assert.ok(refused.includes(String(outcome)), caller);
        continue;
      }
      assert.deepEqual(changed, nothing(access.update), `${caller} changes ${table}`);
      assert.deepEqual(deleted, nothing(access.delete), `${caller} deletes from ${table}`);
    }
  }
});

Deno.test("an owner changes preferences, read marks and traders, and nothing else", async () => {
  const { headers, id } = ada.user;
  for (const [table, access] of Object.entries(TABLES)) {
    if (access.sees !== "own" || table === "dead_letters") continue;
    const where = `${table}?user_id=eq.${id}`;
    const [row] = await project.stack.sql`select to_jsonb(t) as row from public.${
      project.stack.sql(table)
    } as t
      where to_jsonb(t) ->> 'user_id' = ${id} limit 1`;
    const mine = oneValue(row?.row);
    const changed = await rest(headers, "PATCH", where, access.update ?? mine);
    if (access.update) assert.ok(rowsOf(changed, ada) > 0, `${table}: ${String(changed)}`);
    else assert.equal(changed, DENIED, table);
    if (!access.insert) assert.equal(await rest(headers, "POST", table, mine), DENIED, table);
    if (!access.delete) assert.equal(await rest(headers, "DELETE", where), DENIED, table);
  }
});

Deno.test("a notification's text and a trader's owner are not for the owner to change", async () => {
  const { headers, id } = ada.user;
  assert.equal(await rest(headers, "PATCH", `notifications?user_id=eq.${id}`, { title: "x" }), DENIED);
  const given = { user_id: ben.user.id };
  assert.equal(await rest(headers, "PATCH", `traders?id=eq.${ada.trader_id}`, given), DENIED);
});

Deno.test("rows are made in the own name only, and what an owner may delete is only theirs", async () => {
  const spare = await createTrader(project, ada.user, "endless");
  assert.deepEqual(await rest(ben.user.headers, "DELETE", `traders?id=eq.${spare}`), []);
  const gone = await rest(ada.user.headers, "DELETE", `traders?id=eq.${spare}`);
  assert.equal(rowsOf(gone, ada), 1);
  const fresh = await project.createUser();
  for (const table of ["notification_preferences", "recovery_preferences"]) {
    assert.equal(await rest(ben.user.headers, "POST", table, { user_id: fresh.id }), DENIED, table);
    assert.equal((await rest(fresh.headers, "POST", table, { user_id: fresh.id })).length, 1, table);
  }
});

interface ApiFunction {
  name: string;
  is_open: boolean;
  args: Record<string, unknown>;
}

const VALUES: Record<string, unknown> = {
  uuid: crypto.randomUUID(),
  text: "x",
  integer: 1,
  numeric: 1,
  boolean: true,
  jsonb: {},
};

/** The functions of the API, each with a value for every argument that has no default. */
async function functions(): Promise<ApiFunction[]> {
  const rows = await project.stack.sql`
    select p.proname as name, has_function_privilege('authenticated', p.oid, 'execute') as is_open,
      coalesce(p.proargnames[1 : p.pronargs - p.pronargdefaults], '{}') as names,
      array(select format_type(t, null) from unnest(p.proargtypes) with ordinality as a (t, n)
        where n <= p.pronargs - p.pronargdefaults order by n) as types
    from pg_proc as p
    where p.pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend as d where d.objid = p.oid and d.deptype = 'e')
    order by 1`;
  return rows.map(({ name, is_open, names, types }) => ({
    name,
    is_open,
    args: Object.fromEntries(names.map((key: string, index: number) => {
      const value = VALUES[types[index]];
      assert.ok(value !== undefined, `a value of the type ${types[index]} for ${name}`);
      return [key, value];
    })),
  }));
}

Deno.test("no caller executes a function of the service's, and nobody any without a session", async () => {
  for (const { name, is_open, args } of await functions()) {
    const callers = {
      anonymous: anonymous(),
      ...(is_open ? {} : { owner: ada.user.headers, operator: operator.headers }),
    };
    for (const [caller, headers] of Object.entries(callers)) {
      assert.equal(await rest(headers, "POST", `rpc/${name}`, args), DENIED, `${caller}: ${name}`);
    }
  }
});

Deno.test("what users may call answers with their own rows, operators with all, and holds no id of another's", async () => {
  const tables = Object.keys(TABLES);
  const [idsOfAda, idsOfBen] = [await idsOf(project, ada, tables), await idsOf(project, ben, tables)];
  assert.ok(idsOfAda.size > 10 && idsOfBen.has(ben.trader_id));
  const only = [...idsOfAda].filter((id) => !idsOfBen.has(id));
  for (const [name, { args, answers }] of Object.entries(READS)) {
    const held = async (headers: Record<string, string>): Promise<string[]> => {
      const answer = await rest(headers, "POST", `rpc/${name}`, args(ada));
      if (answers === "TE403" && headers !== operator.headers) assert.equal(answer, answers, name);
      const text = JSON.stringify(answer);
      return only.filter((id) => text.includes(id));
    };
    assert.equal((await held(ada.user.headers)).length > 0, answers === "rows", name);
    assert.deepEqual(await held(ben.user.headers), [], name);
    // Notifications and traders of an operator's own, of which there are none.
    if (answers === "rows" && args !== none) assert.notDeepEqual(await held(operator.headers), [], name);
  }
  const isOperator = (headers: Record<string, string>): Promise<Outcome> =>
    rest(headers, "POST", "rpc/is_operator", {});
  assert.deepEqual([await isOperator(ada.user.headers), await isOperator(operator.headers)], [false, true]);
  assert.notEqual(await rest(operator.headers, "POST", "rpc/operator_overview", {}), "TE403");
});

Deno.test("no private table is reached by naming its schema", async () => {
  for (const headers of [anonymous(), ada.user.headers, operator.headers]) {
    const profile = { ...headers, "Accept-Profile": "private", "Content-Profile": "private" };
    for (const [method, path] of [["GET", "settings"], ["POST", "rpc/sweep"]] as const) {
      const body = method === "POST" ? {} : undefined;
      assert.equal(typeof await rest(profile, method, path, body), "string", `${method} ${path}`);
    }
  }
});
