import * as z from "zod";
import type { Operation } from "./operation.ts";

export const reference: Operation[] = [{
  name: "openapi",
  method: "GET",
  caller: "anyone",
  summary: "This reference",
  description: "The API as an OpenAPI 3.1 document. It may be cached; its `ETag` changes with it.",
  headers: { "If-None-Match": "The `ETag` of what the caller has" },
  answers: [
    { status: 200, description: "The document", schema: z.looseObject({ openapi: z.string() }) },
    { status: 304, description: "The caller has it already" },
  ],
}];
