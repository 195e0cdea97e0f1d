// The scan for secrets over what git keeps: the files as they are or, with --history, every line that was ever added.
// Usage: node scripts/deno.mjs run --allow-all --no-check scripts/tracked-secrets.ts [--history]
import { allowedOf, describe, type Finding, secretsIn } from "./secrets-scan.ts";

const ALLOWED = new URL("secrets-allowed.txt", import.meta.url);
const decoder = new TextDecoder();

/** Throws with all findings; how many files were read otherwise. */
export async function checkSecrets(): Promise<string> {
  const allowed = allowedOf(await Deno.readTextFile(ALLOWED));
  const names = (await git(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])).split("\0");
  const findings: Finding[] = [];
  let read = 0;
  for (const name of names.filter(Boolean)) {
    const text = await textOf(name);
    if (text === null) continue;
    read++;
    findings.push(...secretsIn(name, text, allowed));
  }
  if (findings.length > 0) throw new Error(findings.map(describe).join("\n"));
  return `${read} files`;
}

/** Null for a file that is deleted, or none that people read. */
async function textOf(name: string): Promise<string | null> {
  try {
    const bytes = await Deno.readFile(name);
    return bytes.subarray(0, 8_000).includes(0) ? null : decoder.decode(bytes);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.IsADirectory) return null;
    throw error;
  }
}

/** Findings in every line that a commit added, each once. */
async function historyFindings(): Promise<Finding[]> {
  const allowed = allowedOf(await Deno.readTextFile(ALLOWED));
  const log = await git(["log", "--all", "--no-color", "--unified=0", "--format=commit %h", "--patch"]);
  const found = new Map<string, Finding>();
  let [commit, file] = ["", ""];
  for (const line of log.split("\n")) {
    if (line.startsWith("commit ")) commit = line.slice(7);
    else if (line.startsWith("+++ ")) file = line.slice(4).replace(/^b\//, "");
    else if (line.startsWith("+")) {
      for (const finding of secretsIn(`${commit} ${file}`, line.slice(1), allowed)) {
        found.set(finding.sha256, found.get(finding.sha256) ?? finding);
      }
    }
  }
  return [...found.values()];
}

async function git(args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("git", { args }).output();
  if (!success) throw new Error(decoder.decode(stderr));
  return decoder.decode(stdout);
}

if (import.meta.main) {
  const findings = Deno.args.includes("--history") ? await historyFindings() : [];
  for (const finding of findings) console.log(describe(finding));
  console.log(Deno.args.includes("--history") ? `${findings.length} in the history` : await checkSecrets());
  Deno.exitCode = findings.length === 0 ? 0 : 1;
}
