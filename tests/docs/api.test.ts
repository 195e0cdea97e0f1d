// The API reference itself: valid, complete, and true to its own examples.
import { Validator } from "@seriousme/openapi-schema-validator";
import assert from "node:assert/strict";
import { codesOfFunctions } from "../../scripts/error-codes/of-functions.ts";
import { codesOfMigrations } from "../../scripts/error-codes/of-migrations.ts";
import { operations } from "../../scripts/api/operations.ts";
import { fieldsOf, jsonSchemaOf } from "../../scripts/api/json-schema.ts";
import { refusalsOf } from "../../scripts/api/refusals.ts";
import { apiDocument, type ApiOperation, misfit } from "./api-document.ts";

const documented: [string, ApiOperation][] = Object.entries({ ...apiDocument.paths, ...apiDocument.webhooks })
  .flatMap(([path, methods]) =>
    Object.entries(methods).map((
      [method, operation],
    ): [string, ApiOperation] => [`${method} ${path}`, operation])
  );

Deno.test("the API reference is a valid OpenAPI 3.1 document", async () => {
  const validator = new Validator();
  const result = await validator.validate(structuredClone(apiDocument));
  assert.ok(result.valid, JSON.stringify(result.errors));
  assert.equal(validator.version, "3.1");
});

Deno.test("the API reference has every function of config.toml and no other", async () => {
  const config = await Deno.readTextFile("supabase/config.toml");
  const functions = [...config.matchAll(/^\[functions\.([\w-]+)\]/gm)].map(([, name]) => `/${name}`);
  assert.deepEqual(
    Object.keys(apiDocument.paths).sort(),
    functions.sort(),
  );
});

Deno.test("every example of the API reference fits its schema", () => {
  let examples = 0;
  for (const [name, { requestBody, responses }] of documented) {
    const contents = [requestBody?.content, ...Object.values(responses).map(({ content }) => content)];
    for (const { schema, example } of contents.flatMap((content) => Object.values(content ?? {}))) {
      if (example === undefined) continue;
      examples++;
      assert.equal(misfit(schema, example), null, `${name}: ${JSON.stringify(example)}`);
    }
  }
  assert.ok(examples > operations.length, `${examples} examples`);
});

Deno.test("every request example is taken by the function's own schema, and every field is explained", () => {
  for (const { name, request } of operations) {
    if (request === undefined) continue;
    const parsed = request.schema.safeParse(request.example);
    assert.ok(parsed.success, `${name}: ${parsed.error}`);
    assert.deepEqual(
      Object.keys(request.fields).sort(),
      [...fieldsOf(jsonSchemaOf(request.schema, "input")).keys()].sort(),
      name,
    );
  }
});

Deno.test("every refusal of the API reference is one that functions or the database answer, with that status", async () => {
  const known = new Set(
    [...await codesOfFunctions(), ...await codesOfMigrations()].map(({ status, code }) =>
      `${status} ${code}`
    ),
  );
  for (const operation of operations) {
    for (const [status, codes] of refusalsOf(operation)) {
      for (const code of codes) {
        assert.ok(known.has(`${status} ${code}`), `${operation.name}: ${status} ${code}`);
      }
    }
  }
});
