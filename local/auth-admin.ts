// /auth/v1/admin/users: the part of the auth server's admin API that @supabase/lite does not have yet.
import type { PendingQuery, Row, Sql } from "postgres";
import { z } from "zod";
import { SECRET_KEY } from "./keys.ts";

const attributes = z.object({
  id: z.uuid().optional(),
  email: z.email().optional(),
  password: z.string().min(6).max(72).optional(),
  email_confirm: z.boolean().optional(),
  app_metadata: z.record(z.string(), z.json()).optional(),
  user_metadata: z.record(z.string(), z.json()).optional(),
});
type Attributes = z.infer<typeof attributes>;

export interface AuthAdmin {
  fetch(request: Request): Promise<Response>;
}

export function createAuthAdmin(sql: Sql): AuthAdmin {
  return {
    async fetch(request): Promise<Response> {
      if (request.headers.get("apikey") !== SECRET_KEY) {
        return refuse(401, "no_authorization", "A secret key is required");
      }
      const { pathname, searchParams } = new URL(request.url);
      const [, id] = pathname.match(/^\/auth\/v1\/admin\/users(?:\/([\da-f-]{36}))?$/) ?? [];
      if (!/^\/auth\/v1\/admin\/users(\/|$)/.test(pathname)) {
        return refuse(404, "not_found", "Not implemented locally");
      }
      switch (`${request.method} ${id === undefined ? "all" : "one"}`) {
        case "GET all":
          return await listUsers(sql, searchParams);
        case "POST all":
          return await withBody(request, (body) => createUser(sql, body));
        case "GET one":
          return oneUser(await findUsers(sql, sql`where id = ${id ?? null}`));
        case "PUT one":
          return await withBody(request, (body) => updateUser(sql, id ?? "", body));
        case "DELETE one":
          await sql`delete from auth.users where id = ${id ?? null}`;
          return Response.json({});
        default:
          return refuse(405, "method_not_allowed", `${request.method} is not possible here`);
      }
    },
  };
}

async function createUser(sql: Sql, body: Attributes): Promise<Response> {
  if (body.email === undefined) {
    return refuse(400, "validation_failed", "Cannot create a user without an email");
  }
  const id = body.id ?? crypto.randomUUID();
  const email = body.email.toLowerCase();
  const created = await sql.begin(async (tx) => {
    const users = await tx`
      insert into auth.users (id, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data)
      values (
        ${id},
        ${email},
        extensions.crypt(${body.password ?? crypto.randomUUID()}, extensions.gen_salt('bf', 4)),
        case when ${body.email_confirm ?? false} then now() end,
        ${tx.json({ provider: "email", providers: ["email"], ...body.app_metadata })},
        ${tx.json(body.user_metadata ?? {})}
      )
      on conflict do nothing
      returning id`;
    if (users.length === 0) return false;
    await tx`
      insert into auth.identities (id, provider, provider_id, user_id, identity_data)
      values (gen_random_uuid(), 'email', ${id}, ${id}, ${
      tx.json({ sub: id, email, email_verified: false })
    })`;
    return true;
  });
  if (!created) {
    return refuse(422, "email_exists", "A user with this email address has already been registered");
  }
  return oneUser(await findUsers(sql, sql`where id = ${id}`));
}

async function updateUser(sql: Sql, id: string, body: Attributes): Promise<Response> {
  await sql`
    update auth.users set
      email = coalesce(${body.email?.toLowerCase() ?? null}, email),
      encrypted_password = coalesce(
        extensions.crypt(${body.password ?? null}::text, extensions.gen_salt('bf', 4)), encrypted_password
      ),
      email_confirmed_at = case when ${body.email_confirm ?? false} then now() else email_confirmed_at end,
      raw_app_meta_data = coalesce(raw_app_meta_data, '{}') || ${sql.json(body.app_metadata ?? {})}::jsonb,
      raw_user_meta_data = coalesce(raw_user_meta_data, '{}') || ${sql.json(body.user_metadata ?? {})}::jsonb,
      updated_at = now()
    where id = ${id}`;
  return oneUser(await findUsers(sql, sql`where id = ${id}`));
}

async function listUsers(sql: Sql, search: URLSearchParams): Promise<Response> {
  const size = Number(search.get("per_page")) || 50;
  const page = Number(search.get("page")) || 1;
  const users = await findUsers(sql, sql`order by created_at limit ${size} offset ${(page - 1) * size}`);
  return Response.json({ users, aud: "authenticated" });
}

async function findUsers(sql: Sql, condition: PendingQuery<Row[]>): Promise<readonly Row[]> {
  return await sql`
    select
      id, aud, role, email, phone, email_confirmed_at, confirmed_at, last_sign_in_at, created_at, updated_at,
      raw_app_meta_data as app_metadata, raw_user_meta_data as user_metadata, is_anonymous
    from auth.users ${condition}`;
}

function oneUser([user]: readonly Row[]): Response {
  return user === undefined ? refuse(404, "user_not_found", "User not found") : Response.json(user);
}

async function withBody(request: Request, act: (body: Attributes) => Promise<Response>): Promise<Response> {
  const parsed = attributes.safeParse(await request.json().catch(() => undefined));
  return parsed.success
    ? await act(parsed.data)
    : refuse(400, "validation_failed", z.prettifyError(parsed.error));
}

function refuse(code: number, errorCode: string, msg: string): Response {
  return Response.json({ code, error_code: errorCode, msg }, { status: code });
}
