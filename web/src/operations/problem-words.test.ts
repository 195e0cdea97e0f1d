import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bySeriousness, problemWords } from "./problem-words.ts";

test("every problem that the documentation lists has words of its own", () => {
  const docs = readFileSync(`${import.meta.dirname}/../../../docs/errors.md`, "utf8");
  const table = docs.split("## What `recovery_health()` calls a problem")[1] ?? "";
  const rows = table.split("\n").filter((line) => line.startsWith("| `"));
  const codes = rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, code]) => code ?? "")
  );
  expect(codes.length).toBeGreaterThan(10);
  expect(codes.filter((code) => problemWords(code).title === code)).toEqual([]);
});

test("a problem of a newer server is named", () => {
  expect(problemWords("moon_phase")).toMatchObject({ title: "moon_phase", remedy: "Reload the page." });
});

test("what is serious comes first", () => {
  expect(bySeriousness(["dead_letters", "systemic_fault", "model_calls_off", "queue_late"])).toEqual([
    "systemic_fault",
    "queue_late",
    "dead_letters",
    "model_calls_off",
  ]);
});
