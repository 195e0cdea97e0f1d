import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { readAgain } from "./read-again.ts";

/** A query that is shown, whose reads end when the test says so, with what was there when each began. */
function shown(): {
  queries: QueryClient;
  change: (to: string) => void;
  end: () => Promise<void>;
  seen: () => unknown;
} {
  let there = "old";
  const reads: (() => void)[] = [];
  const queries = new QueryClient();
  const observer = new QueryObserver(queries, {
    queryKey: ["traders"],
    queryFn: () => {
      const read = there;
      return new Promise<string>((resolve) => reads.push(() => resolve(read)));
    },
  });
  observer.subscribe(() => {});
  return {
    queries,
    change: (to) => there = to,
    end: async () => {
      reads.shift()?.();
      await new Promise((resolve) => setTimeout(resolve));
    },
    seen: () => queries.getQueryData(["traders"]),
  };
}

test("a hint during the first read of a page has it read once more", async () => {
  const { queries, change, end, seen } = shown();
  change("new");
  const done = readAgain(queries, ["traders"]);
  await end();
  expect(seen()).toBe("old");
  await end();
  await done;
  expect(seen()).toBe("new");
});

test("a hint while nothing is read has it read once", async () => {
  const { queries, change, end, seen } = shown();
  await end();
  change("new");
  const done = readAgain(queries, ["traders"]);
  await end();
  await done;
  expect(seen()).toBe("new");
});
