import { requireSignature } from "../_shared/auth.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { z } from "zod";
import { batchOf } from "./events.ts";
import { recordErrors } from "./record-error.ts";

export default endpoint({
  name: "record-error",
  body: z.unknown(),
  maxBytes: 4 * 1024 * 1024,
  authenticate: (request, rawBody) => requireSignature(request, rawBody, "RECORD_ERROR_SECRET"),
  handle: async ({ body, caller, log }) => ({
    status: 202,
    body: await recordErrors(batchOf(body), caller, log),
  }),
});
