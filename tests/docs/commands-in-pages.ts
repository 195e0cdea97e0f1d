// The commands that the pages tell people to run.
import { blocksOf, guides } from "./pages.ts";

export interface Told {
  page: string;
  command: string;
}

const PROGRAM = /^(?:npm|npx|node|deno|go|gofmt|cd|docker|supabase|openssl|printf)\b/;

/** Each once a page, with neither comments, variables before it, nor prompts. */
export async function commandsInPages(): Promise<Told[]> {
  const told: Told[] = [];
  for (const page of await guides()) {
    const lines = [
      ...blocksOf(page).filter(({ language }) => ["", "sh", "bash", "shell"].includes(language))
        .flatMap(({ text }) => text.split("\n")),
      ...[...page.text.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code),
    ];
    const commands = lines.flatMap(commandsOf);
    told.push(...[...new Set(commands)].map((command) => ({ page: page.path, command })));
  }
  return told;
}

function commandsOf(line: string): string[] {
  return line.replace(/ {2,}.*$| # .*$/, "").split("&&")
    .map((part) => part.trim().replace(/^(?:[A-Z][A-Z0-9_]*=\S+ +)+/, "").replace(/;$/, ""))
    .filter((command) => PROGRAM.test(command) && /\s/.test(command));
}
