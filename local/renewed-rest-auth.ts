// The REST and auth services, which get a new pool each time the database comes back: the driver can lose queries that were under way when the
// server went, and would neither settle them nor use their connections again.
import "./lost-connections.ts";
import type { AuthMails } from "./auth-mails.ts";
import type { Log } from "./log.ts";
import { createRestAuth, type RestAuth } from "./rest-auth.ts";

export interface RenewedRestAuth extends RestAuth {
  /** The server is gone: answers what is under way, and what comes, with 503. */
  pause(): void;
  /** The server is back. */
  resume(): void;
}

export function createRenewedRestAuth(adminUrl: string, onLog: Log, mails: AuthMails): RenewedRestAuth {
  let services = createRestAuth(adminUrl, onLog, mails);
  let gone = Promise.withResolvers<void>();
  return {
    fetch: (request) => Promise.race([gone.promise.then(unavailable), services.fetch(request)]),
    ensureAuthSchema: () => services.ensureAuthSchema(),
    reloadSchema: () => services.reloadSchema(),
    pause(): void {
      gone.resolve();
      Promise.resolve(services[Symbol.asyncDispose]()).catch(() => {});
    },
    resume(): void {
      services = createRestAuth(adminUrl, onLog, mails);
      gone = Promise.withResolvers();
    },
    [Symbol.asyncDispose]: () => services[Symbol.asyncDispose](),
  };
}

function unavailable(): Response {
  const body = { code: "PGRST001", message: "Database connection lost", details: null, hint: null };
  return Response.json(body, { status: 503, headers: { "Retry-After": "1" } });
}
