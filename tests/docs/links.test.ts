import assert from "node:assert/strict";
import { dirname, join, normalize } from "node:path";
import { allPages, anchorsOf, type Page } from "./pages.ts";

/** Where the links and pictures of a page lead that stay in the repository. */
function linksOf(text: string): string[] {
  const outside = text.replace(/^( *)(```+)\w*\s*$[\s\S]*?^\1\2\s*$/gm, "");
  return [...outside.matchAll(/\]\(([^)\s]+)\)|<img src="([^"]+)"/g)].map(([, link, image]) =>
    link ?? image ?? ""
  )
    .filter((link) => !/^[a-z]+:/.test(link));
}

async function broken({ path, text }: Page, pages: Map<string, string>): Promise<string[]> {
  const found: string[] = [];
  for (const link of linksOf(text)) {
    const [file = "", anchor] = link.split("#");
    const target = file === "" ? path : normalize(join(dirname(path), file));
    const exists = pages.has(target) || await Deno.stat(target).then(() => true, () => false);
    if (!exists) found.push(`${path}: ${link} does not exist`);
    else if (anchor !== undefined && !anchorsOf(pages.get(target) ?? "").has(anchor)) {
      found.push(`${path}: ${link} names no heading`);
    }
  }
  return found;
}

Deno.test("every relative link and anchor of every page exists", async () => {
  const pages = await allPages();
  const texts = new Map(pages.map(({ path, text }) => [path, text]));
  assert.ok(pages.reduce((sum, { text }) => sum + linksOf(text).length, 0) > 50);
  assert.deepEqual((await Promise.all(pages.map((page) => broken(page, texts)))).flat(), []);
});

Deno.test("a link to a missing page, a missing heading and a missing picture is found", async () => {
  const text =
    '# One `two`\n[a](gone.md) [b](#one-two) [c](#two) <img src="gone.png">\n```\n[d](gone.md)\n```\n';
  const found = await broken({ path: "docs/x.md", text }, new Map([["docs/x.md", text]]));
  assert.deepEqual(found.map((words) => words.split(" ")[1]), ["gone.md", "#two", "gone.png"]);
});

/** Pages that no links from this one lead to. */
function outOfReach(from: string, pages: Map<string, string>): string[] {
  const reached = new Set([from]);
  for (const path of reached) {
    for (const link of linksOf(pages.get(path) ?? "")) {
      const target = normalize(join(dirname(path), link.split("#")[0] ?? ""));
      if (pages.has(target)) reached.add(target);
    }
  }
  return [...pages.keys()].filter((path) => !reached.has(path));
}

Deno.test("every page is reached from the README by links", async () => {
  const pages = new Map((await allPages()).map(({ path, text }) => [path, text]));
  assert.deepEqual(outOfReach("README.md", pages), []);
  assert.deepEqual(outOfReach("README.md", new Map([...pages, ["docs/lonely.md", "[a](api.md)"]])), [
    "docs/lonely.md",
  ]);
});
