// npm run check, step "error codes": compares the tables of docs/errors.md with what functions and the database answer. Their meaning stands
// in that page alone; which codes there are, and with which status, stands in the source alone.
import { codesOfFunctions } from "./error-codes/of-functions.ts";
import { codesOfMigrations } from "./error-codes/of-migrations.ts";
import { problemsInSource, reasonsInSource, wordsInSource } from "./error-codes/of-reasons.ts";
import { type Row, rowsBelow } from "./error-codes/page.ts";

const PAGE = "docs/errors.md";

/** What is wrong with the tables; nothing when they are true and whole. */
export async function errorCodeFindings(page: string, deployments: string): Promise<string[]> {
  const words = await wordsInSource();
  const answers = rowsBelow(page, "# Errors");
  const database = rowsBelow(page, "## In the database");
  const reasons = rowsBelow(page, "## Why a fix is not a success");
  const mails = rowsBelow(page, "## Why a notification was not mailed");
  const problems = rowsBelow(page, "## What `recovery_health()` calls a problem");
  const deployed = rowsBelow(deployments, "## Deployments");
  return [
    ...await answerFindings(answers, database),
    ...missing("a reason", await reasonsInSource(), codesOf([...reasons, ...mails, ...deployed])),
    ...missing("a problem", await problemsInSource(), codesOf(problems)),
    ...[...answers, ...reasons, ...mails, ...problems].flatMap(({ codes, meaning }) =>
      codes.filter((code) => !words.has(code)).map((code) => `${PAGE} has ${code}, which the source does not`)
        .concat(meaning === "" ? [`${PAGE} does not say what ${codes.join(", ")} means`] : [])
    ),
  ];
}

/** Codes with a status: what functions answer by themselves must be in the first table, what the database refuses in the second. */
async function answerFindings(answers: Row[], database: Row[]): Promise<string[]> {
  const pairs = (rows: Row[]): Set<string> =>
    new Set(rows.flatMap(({ first, codes }) => codes.map((code) => `${first.replace(/\D/g, "")} ${code}`)));
  const source = (found: { status: number; code: string }[]): Set<string> =>
    new Set(found.map(({ status, code }) => `${status} ${code}`));
  const inFunctions = source(await codesOfFunctions());
  const inDatabase = source(await codesOfMigrations());
  const stated = pairs(answers.filter(({ first }) => /^\d{3}$/.test(first)));
  const refused = pairs(database);
  return [
    ...missing("an answer", inFunctions, stated),
    ...missing("a refusal of the database", inDatabase, refused),
    ...[...stated].filter((pair) => !inFunctions.has(pair) && !inDatabase.has(pair)).map(dead),
    ...[...refused].filter((pair) => !inDatabase.has(pair)).map(dead),
  ];
}

function codesOf(rows: Row[]): Set<string> {
  return new Set(rows.flatMap(({ codes }) => codes));
}

function missing(what: string, source: Set<string>, documented: Set<string>): string[] {
  return [...source].filter((one) => !documented.has(one)).map((one) => `${PAGE} lacks ${what}: ${one}`);
}

function dead(pair: string): string {
  return `${PAGE} has ${pair}, which nothing answers`;
}

if (import.meta.main) {
  const [page, deployments] = await Promise.all(
    [PAGE, "docs/deployments.md"].map((file) => Deno.readTextFile(file)),
  );
  for (const finding of await errorCodeFindings(page ?? "", deployments ?? "")) {
    console.error(finding);
    Deno.exitCode = 1;
  }
}
