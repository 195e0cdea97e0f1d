// docs/api.md, from the OpenAPI document's own parts.
import { fieldsOf, jsonSchemaOf } from "./json-schema.ts";
import type { Caller, Operation } from "./operation.ts";
import { operations } from "./operations.ts";
import { refusalsOf } from "./refusals.ts";

type Json = Record<string, unknown>;

const CALLERS: Record<Caller, string> = {
  executor: "an executor, signed with `RECORD_ERROR_SECRET`, or a secret key",
  database: "the database, signed with `WEBHOOK_SECRET`, or a secret key",
  provider: "the mail provider, signed with `RESEND_WEBHOOK_SECRET`, or a secret key",
  "secret-key": "a secret key (`apikey: sb_secret_...`)",
  user: "a signed-in user: bearer token and publishable key",
  operator: "a signed-in operator: bearer token and publishable key",
  link: "whoever has the link of a mail",
  anyone: "anybody",
};

const HEAD = `# API reference

Made by \`npm run build:api\` from the functions' own schemas; do not edit. The same as an OpenAPI 3.1 document is served by
\`GET /functions/v1/openapi\`, with what an executor has to serve under \`webhooks\` ([Integrating an executor](integrating-an-executor.md) says it in words).

Functions are called at \`https://<ref>.supabase.co/functions/v1/<name>\`. Failures are \`{ "code": "...", "message": "..." }\`; [Errors](errors.md) says
what each code means. 429 and 503 carry \`Retry-After\` where waiting helps.

| function | for |
|---|---|
`;

/** The whole page. */
export function referencePage(): string {
  const rows = operations.map(({ name, method, summary, caller }) =>
    `| [\`${method} ${name}\`](#${method.toLowerCase()}-${name}) | ${summary}; ${CALLERS[caller]} |`
  );
  return `${HEAD}${rows.join("\n")}\n${operations.map(section).join("")}`;
}

function section(operation: Operation): string {
  const { name, method, caller, description, query = {}, headers = {}, request, answers } = operation;
  const parameters = [
    ...Object.entries(query).map(([field, words]) => `| \`?${field}\` | ${words} |`),
    ...Object.entries(headers).map(([field, words]) => `| \`${field}\` header | ${words} |`),
  ];
  return [
    `\n## ${method} ${name}\n`,
    `${description}\n\nCaller: ${CALLERS[caller]}.\n`,
    ...(parameters.length === 0 ? [] : [`| parameter | meaning |\n|---|---|\n${parameters.join("\n")}\n`]),
    ...(request === undefined ? [] : [body(request)]),
    `| status | answer |\n|---|---|`,
    ...answers.map(({ status, description }) => `| ${status} | ${description} |`),
    ...[...refusalsOf(operation)].map(([status, codes]) =>
      `| ${status} | ${codes.map((code) => `\`${code}\``).join(", ")} |`
    ),
    ...answers.filter(({ example }) => example !== undefined).slice(0, 1).map(({ status, example }) =>
      `\nAn answer with ${status}:\n\n${json(example)}`
    ),
    "",
  ].join("\n");
}

function body({ schema, example, fields, maxBytes = 256 * 1024 }: NonNullable<Operation["request"]>): string {
  const found = fieldsOf(jsonSchemaOf(schema, "input"));
  const rows = [...found].map(([name, field]) =>
    `| \`${name}\` | ${typeOf(field.schema)}${field.required ? ", required" : ""} | ${fields[name] ?? ""} |`
  );
  return `The body, at most ${maxBytes / 1024} KB:\n\n| field | type | meaning |\n|---|---|---|\n${
    rows.join("\n")
  }\n\n${json(example)}`;
}

function typeOf(schema: Json): string {
  if (schema["const"] !== undefined) return `\`${schema["const"]}\``;
  const names = schema["enum"];
  if (Array.isArray(names)) return names.map((name) => `\`${name}\``).join(" or ");
  if (schema["type"] === "array") return `list of ${typeOf(schema["items"] as Json)}`;
  const format = schema["format"];
  if (format === "uuid" || format === "email") return String(format);
  if (format === "date-time") return "time with offset";
  return { string: "text", integer: "whole number", boolean: "true or false" }[String(schema["type"])] ??
    String(schema["type"] ?? "any");
}

function json(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\`\n`;
}
