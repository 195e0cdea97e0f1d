// The API reference as the function serves it, and what answers are held against it.
import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import { z } from "zod";
import { text } from "../../supabase/functions/openapi/document.ts";

const contentSchema = z.record(
  z.string(),
  z.looseObject({ schema: z.unknown(), example: z.unknown().optional() }),
);
const operationSchema = z.looseObject({
  operationId: z.string(),
  requestBody: z.looseObject({ content: contentSchema }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: contentSchema.optional() })),
});
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  webhooks: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});
export type ApiOperation = z.infer<typeof operationSchema>;

export const apiDocument = documentSchema.parse(JSON.parse(text));

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ $id: "api", components: apiDocument.components });

/** What is wrong with a value; null where it fits. */
export function misfit(schema: unknown, value: unknown): string | null {
  const resolved: unknown = JSON.parse(
    JSON.stringify(schema).replaceAll('"#/components', '"api#/components'),
  );
  assert.ok(typeof resolved === "object" && resolved !== null);
  const validate = ajv.compile(resolved);
  return validate(value) ? null : ajv.errorsText(validate.errors);
}

/** Asserts that an answer has a documented status, and a body of that status' schema. */
export async function assertDocumented(name: string, response: Response, method = "post"): Promise<void> {
  const operation = apiDocument.paths[`/${name}`]?.[method];
  const documented = operation?.responses[String(response.status)];
  const body = await response.text();
  assert.ok(documented, `${name} answers ${response.status}, which is not documented: ${body}`);
  const schema = documented.content?.["application/json"]?.schema;
  if (schema === undefined) return;
  assert.equal(
    misfit(schema, JSON.parse(body)),
    null,
    `${name} answers ${response.status} with ${body.slice(0, 500)}`,
  );
}
