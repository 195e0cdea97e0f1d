// Writes the committed prompts as modules, since functions cannot read files everywhere.
// Usage: node scripts/deno.mjs run -A scripts/build-prompt.ts [--check]; --check writes nothing and fails on drift.

const folder = new URL("../supabase/functions/regenerate-filter/prompts/", import.meta.url);
const slug = "regenerate-filter-go";

/** Returns the module that carries `text`, with its short hash as the version that traces and fixes record. */
async function moduleOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const sha = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const literal = text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${");
  return `// Generated from ${slug}.md by scripts/build-prompt.ts. Edit that file, then run the script again.

export const slug = "${slug}";

export const version = "committed:${sha.slice(0, 12)}";

export const text = \`${literal}\`;
`;
}

// A checkout on Windows may have changed the line ends; the version must not depend on that.
const text = (await Deno.readTextFile(new URL(`${slug}.md`, folder))).replaceAll("\r\n", "\n");
const target = new URL(`${slug}.ts`, folder);
const wanted = await moduleOf(text);
const found = await Deno.readTextFile(target).catch(() => "");

if (found.replaceAll("\r\n", "\n") !== wanted) {
  if (Deno.args.includes("--check")) {
    await Deno.stderr.write(new TextEncoder().encode(
      `prompts/${slug}.ts is not what prompts/${slug}.md gives. Run: node scripts/deno.mjs run -A scripts/build-prompt.ts\n`,
    ));
    Deno.exit(1);
  }
  await Deno.writeTextFile(target, wanted);
}
