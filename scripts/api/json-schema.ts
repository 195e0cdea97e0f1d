import * as z from "zod";

type Json = Record<string, unknown>;

/** A zod schema as a JSON schema of 2020-12, which is OpenAPI 3.1's own; `io` says whether of what is sent or of what comes out. */
export function jsonSchemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline" });
  return io === "output" ? open(rest) as Json : rest;
}

/** Answers may gain fields: who reads them must not refuse what it does not know. */
function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([key, rule]) => !(key === "additionalProperties" && rule === false))
      .map(([key, rule]) => [key, open(rule)]),
  );
}

/** Adds what each field is for, also in alternatives. */
export function describe(schema: Json, fields: Record<string, string>): Json {
  const described = { ...schema };
  for (const key of ["oneOf", "anyOf"]) {
    const parts = described[key];
    if (Array.isArray(parts)) described[key] = parts.map((part: Json) => describe(part, fields));
  }
  const properties = described["properties"] as Record<string, Json> | undefined;
  if (properties === undefined) return described;
  described["properties"] = Object.fromEntries(
    Object.entries(properties).map((
      [name, property],
    ) => [name, fields[name] === undefined ? property : { ...property, description: fields[name] }]),
  );
  return described;
}

/** The fields of a body, those of its alternatives included, each with whether all of them need it. */
export function fieldsOf(schema: Json): Map<string, { schema: Json; required: boolean }> {
  const found = new Map<string, { schema: Json; required: boolean }>();
  const parts = [schema["oneOf"], schema["anyOf"], schema["allOf"]].flatMap((some) =>
    Array.isArray(some) ? some as Json[] : []
  );
  for (const part of parts) {
    for (const [name, field] of fieldsOf(part)) {
      const { required } = field;
      const everywhere = parts.every((other) => fieldsOf(other).has(name));
      if (!found.has(name)) found.set(name, { ...field, required: required && everywhere });
    }
  }
  const required = (schema["required"] ?? []) as string[];
  for (const [name, property] of Object.entries((schema["properties"] ?? {}) as Record<string, Json>)) {
    found.set(name, { schema: property, required: required.includes(name) });
  }
  return found;
}
