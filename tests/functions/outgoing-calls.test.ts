// Every place from which a function calls out: where it may lead is configured, and no answer leads on.
import assert from "node:assert/strict";

const FOLDER = "supabase/functions";

const sources = new Map<string, string>();
for (const path of await filesBelow(FOLDER)) {
  if (/(?<!\.test|\.types)\.ts$/.test(path) && !path.endsWith("openapi/document.ts")) {
    sources.set(path.slice(FOLDER.length + 1), await Deno.readTextFile(path));
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    files.push(...(isDirectory ? await filesBelow(path) : [path]));
  }
  return files;
}

/** The files that have it, once for each time. */
function places(pattern: RegExp): string[] {
  return [...sources].flatMap(([path, text]) => [...text.matchAll(pattern)].map(() => path)).sort();
}

/** What stands between the parentheses of a call. */
function argumentsAt(text: string, start: number): string {
  let depth = 0;
  for (let end = start; end < text.length; end++) {
    depth += text[end] === "(" ? 1 : text[end] === ")" ? -1 : 0;
    if (depth === 0) return text.slice(start + 1, end);
  }
  return text.slice(start);
}

/** A call of the global fetch, which is neither a method's name nor another object's. */
const FETCH = /(?<![.\w]|async )fetch(?=\()/g;

Deno.test("functions call out where it is known that they do", () => {
  assert.ok(sources.size > 80, `${sources.size} files`);
  assert.deepEqual(places(FETCH), [
    "_shared/bounded-fetch.ts",
    "_shared/braintrust.ts",
    "alert-operators/alert-operators.ts",
    "notify/notify.ts",
  ]);
  assert.deepEqual(
    places(
      /\bWebSocket\b|\bXMLHttpRequest\b|\bDeno\.(?:connect|createHttpClient)|node:https?["']|node:net["']/g,
    ),
    [],
  );
});

Deno.test("no call of a function follows a redirect", () => {
  for (const [path, text] of sources) {
    for (const { index, 0: name } of text.matchAll(FETCH)) {
      assert.match(argumentsAt(text, index + name.length), /\bredirect: "manual"/, path);
    }
  }
});

Deno.test("an SDK that is given an address calls by a fetch of ours; the others have their provider's or the project's", () => {
  assert.deepEqual(places(/\bfetch: (?:boundedFetch|gate)\(/g), [
    "_shared/braintrust.ts",
    "regenerate-filter/model-client.ts",
  ]);
  assert.deepEqual(places(/\bnew OpenAI\(/g), ["regenerate-filter/model-client.ts"]);
  assert.deepEqual(places(/\bnew BraintrustState\(/g), ["_shared/braintrust.ts"]);
  assert.deepEqual(places(/\bnew Resend\(/g), ["send-notification-email/send-notification-email.ts"]);
  assert.deepEqual(places(/\bcreate(?:Admin)?Client(?:<\w+>)?\(/g), [
    "_shared/auth.ts",
    "_shared/database.ts",
  ]);
});
