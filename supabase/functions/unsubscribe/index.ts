import * as z from "zod";
import { endpoint } from "../_shared/endpoint.ts";
import { confirmationPage, stopEmails, userOfToken } from "./unsubscribe.ts";

// One click in a mail program is a POST (RFC 8058). A GET changes nothing: programs that check links follow them, too.
const stop = endpoint({
  name: "unsubscribe",
  // The token is in the address; the body is the mail program's, or empty.
  body: z.object({}),
  read: () => ({}),
  authenticate: (request) => Promise.resolve(userOfToken(request)),
  handle: async ({ caller, log }) => ({ body: await stopEmails(caller, log) }),
  browser: true,
});

export default {
  fetch: (request: Request): Promise<Response> =>
    request.method === "GET" ? Promise.resolve(confirmationPage(request)) : stop.fetch(request),
};
