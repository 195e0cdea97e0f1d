// The tables of docs/errors.md and docs/deployments.md, as what they say.

/** The codes of each table below a heading: the first cell, and the second where the first holds a status or errcode. */
export interface Row {
  first: string;
  codes: string[];
  meaning: string;
}

/** The rows of all tables below a heading of level 1 or 2, up to the next such heading. */
export function rowsBelow(page: string, heading: string): Row[] {
  const start = page.indexOf(`\n${heading}\n`, -1) + 1;
  if (start === 0 && !page.startsWith(`${heading}\n`)) throw new Error(`There is no heading "${heading}"`);
  const rest = page.slice(start + heading.length);
  const end = rest.search(/^#{1,2} /m);
  return rest.slice(0, end < 0 ? undefined : end).split("\n").filter((line) => /^\| (?:`|\d{3} )/.test(line))
    .map(
      (line) => {
        const cells = line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "").trim());
        const [first = "", second = ""] = cells;
        const named = /^(?:\d{3}|`TE\d{3}`)$/.test(first) ? second : first;
        return { first, codes: codesIn(named), meaning: cells.at(-1) ?? "" };
      },
    );
}

function codesIn(cell: string): string[] {
  return [...cell.matchAll(/`([a-z][a-z_]+)`/g)].map(([, code = ""]) => code);
}
