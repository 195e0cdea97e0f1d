import { requireSignature } from "../_shared/auth.ts";
import { endpoint } from "../_shared/endpoint.ts";
import * as z from "zod";
import { batchOf } from "./events.ts";
import { recordErrors } from "./record-error.ts";

export default endpoint({
  name: "record-error",
  body: z.unknown(),
  maxBytes: 4 * 1024 * 1024,
  authenticate: (request, rawBody) => requireSignature(request, rawBody, "RECORD_ERROR_SECRET"),
  handle: async ({ body, caller, length, log }) => {
    const stored = await recordErrors({ batch: batchOf(body), length, caller }, log);
    const { accepted, duplicates, rejected } = stored;
    return { status: 202, body: stored, logged: { caller, accepted, duplicates, rejected: rejected.length } };
  },
});
