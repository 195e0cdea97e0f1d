import { expect, test } from "vitest";
import { faultIdOf, faultPath } from "./fault-path.ts";

const id = "00000000-0000-4000-8000-00000000000a";

test("the fault of an address is read from it, and nothing else is", () => {
  expect(faultIdOf(faultPath(id).replace("/operations/", ""))).toBe(id);
  expect(faultIdOf(`faults/${id.toUpperCase()}/`)).toBe(id);
  expect(["", "faults", "faults/1", `faults/${id}/more`, `queues/${id}`].map(faultIdOf)).toEqual(
    Array(5).fill(null),
  );
});
