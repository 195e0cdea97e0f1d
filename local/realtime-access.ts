// Who may listen on a private topic: whoever may select a row of that topic from realtime.messages.
import type { Sql } from "postgres";
import { JWT_SECRET, PUBLISHABLE_KEY, SECRET_KEY } from "./keys.ts";
import { type Claims, verifyToken } from "./tokens.ts";

/** The claims of a user's token, or of the role that a key stands for. */
export async function claimsOf(token: string): Promise<Claims> {
  if (token === PUBLISHABLE_KEY) return { role: "anon" };
  if (token === SECRET_KEY) return { role: "service_role" };
  return await verifyToken(token, JWT_SECRET);
}

class RolledBack extends Error {
  constructor(readonly mayRead: boolean) {
    super("rolled back");
  }
}

/** Puts a row of the topic into the table, looks whether these claims can see it, and takes it back. */
export async function mayListen(sql: Sql, topic: string, claims: Claims): Promise<boolean> {
  try {
    await sql.begin(async (tx) => {
      const [probe] = await tx`
        insert into realtime.messages (topic, extension, private) values (${topic}, 'broadcast', true) returning id`;
      await tx`
        select
          set_config('role', ${claims.role}, true),
          set_config('realtime.topic', ${topic}, true),
          set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
          set_config('request.jwt.claim.sub', ${claims.sub ?? ""}, true),
          set_config('request.jwt.claim.role', ${claims.role}, true)`;
      const seen = await tx`select from realtime.messages where id = ${probe?.id}`;
      throw new RolledBack(seen.length > 0);
    });
    return false;
  } catch (error) {
    if (error instanceof RolledBack) return error.mayRead;
    throw error;
  }
}
