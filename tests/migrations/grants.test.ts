// What the API roles may do with what the migrations make does not depend on what the project grants by default.
import assert from "node:assert/strict";
import { z } from "zod";
import { openProject } from "./support.ts";

const grant = z.object({ role: z.string(), object: z.string(), privilege: z.string() });

async function grantsAfterPush(oldDefaults: boolean): Promise<string[]> {
  await using project = await openProject({ live: false, oldDefaults });
  await project.push();
  const rows = await project.admin`
    select coalesce(r.rolname, 'public') as role, o.object, a.privilege_type as privilege
    from (
      select 'relation ' || c.oid::regclass as object, c.relacl as acl
      from pg_class as c
      where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      union all
      select 'function ' || p.oid::regprocedure, coalesce(p.proacl, acldefault('f', p.proowner))
      from pg_proc as p
      where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
    ) as o
    cross join lateral aclexplode(o.acl) as a
    left join pg_roles as r on r.oid = a.grantee
    where coalesce(r.rolname, 'public') in ('public', 'anon', 'authenticated', 'service_role')`;
  return z.array(grant).parse([...rows])
    .map(({ role, object, privilege }) => `${object}: ${role} ${privilege.toLowerCase()}`)
    .sort();
}

Deno.test("the migrations grant the same where new objects are open to the API roles by default", async () => {
  const [wanted, found] = await Promise.all([grantsAfterPush(false), grantsAfterPush(true)]);
  assert.ok(wanted.length > 0);
  assert.deepEqual(found.filter((entry) => !wanted.includes(entry)), []);
  assert.deepEqual(wanted.filter((entry) => !found.includes(entry)), []);
});
