// The pages of the repository, and what stands in them.
export interface Page {
  path: string;
  text: string;
}

export interface Block {
  page: string;
  line: number;
  /** Of a fenced block; empty for an indented one. */
  language: string;
  text: string;
}

/** Every page that is in git or about to be. */
export async function allPages(): Promise<Page[]> {
  const { stdout } = await new Deno.Command("git", {
    args: ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
  }).output();
  const paths = new TextDecoder().decode(stdout).split("\n").filter((path) => path !== "");
  return await Promise.all(paths.map(async (path) => ({ path, text: await Deno.readTextFile(path) })));
}

/** The pages that people read to use or change the product. */
export async function guides(): Promise<Page[]> {
  return (await allPages()).filter(({ path }) =>
    /^(README|CONTRIBUTING)\.md$|^docs\/|^clients\/\w+\/README\.md$/.test(path)
  );
}

/** Fenced blocks, also within lists, and indented ones. */
export function blocksOf({ path, text }: Page): Block[] {
  const blocks: Block[] = [];
  let open: (Block & { fence: string; indent: number }) | undefined;
  let indented: Block | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const [, indent = "", fence, language = ""] = /^( *)(```+)(\w*)\s*$/.exec(line) ?? [];
    if (open !== undefined) {
      if (fence === open.fence && language === "") {
        blocks.push(open);
        open = undefined;
      } else open.text += line.slice(Math.min(open.indent, line.length - line.trimStart().length)) + "\n";
    } else if (fence !== undefined) {
      open = { page: path, line: index + 1, language, text: "", fence, indent: indent.length };
    } else if (/^ {4,}\S/.test(line)) {
      indented ??= { page: path, line: index + 1, language: "", text: "" };
      indented.text += line.trimStart() + "\n";
      continue;
    }
    if (indented !== undefined && line.trim() !== "") {
      blocks.push(indented);
      indented = undefined;
    }
  }
  return indented === undefined ? blocks : [...blocks, indented];
}

/** The text without blocks and inline code, where nothing is a link. */
export function prose(text: string): string {
  return text.replace(/^( *)(```+)\w*\s*$[\s\S]*?^\1\2\s*$/gm, "").replace(/`[^`\n]*`/g, "");
}

/** GitHub's names of a page's headings: https://docs.github.com/en/get-started/writing-on-github (section links). */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  const seen = new Map<string, number>();
  const outside = text.replace(/^( *)(```+)\w*\s*$[\s\S]*?^\1\2\s*$/gm, "");
  for (const [, heading = ""] of outside.matchAll(/^#{1,6} +(.*?)\s*#*$/gm)) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const name = words.replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/ /g, "-");
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    anchors.add(count === 0 ? name : `${name}-${count}`);
  }
  return anchors;
}
