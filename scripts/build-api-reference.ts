// npm run build:api: writes the API reference, as the module that the function `openapi` serves and as docs/api.md.
// Usage: npm run build:api [-- --check]; --check writes nothing and fails on drift.
import { z } from "zod";
import { apiDocument } from "./api/document.ts";
import { referencePage } from "./api/reference-page.ts";

const MODULE = "supabase/functions/openapi/document.ts";
const PAGE = "docs/api.md";

const { version } = z.object({ version: z.string() }).parse(
  JSON.parse(await Deno.readTextFile("package.json")),
);

/** Functions cannot read files everywhere, so the document is a module. */
function moduleOf(document: unknown): string {
  const text = JSON.stringify(document, null, 1);
  const literal = text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${");
  return `// Made by npm run build:api from the functions' schemas; do not edit.\n\nexport const text = \`${literal}\`;\n`;
}

const wanted = new Map([[MODULE, moduleOf(apiDocument(version))], [PAGE, referencePage()]]);
for (const [file, text] of wanted) {
  const found = await Deno.readTextFile(file).catch(() => "");
  if (found === text) continue;
  if (Deno.args.includes("--check")) {
    console.error(`${file} is not what the functions' schemas give: run npm run build:api`);
    Deno.exitCode = 1;
  } else await Deno.writeTextFile(file, text);
}
