import assert from "node:assert/strict";
import { type Reservation, Spending, SpendingError } from "./spending.ts";

async function reserved(spending: Spending, worstUsd: number): Promise<Reservation> {
  const call = spending.open();
  await call.reserve(worstUsd);
  return call;
}

Deno.test("spending counts what was billed, and the worst case where nobody knows what was", async () => {
  const spending = new Spending(1);
  assert.equal((await reserved(spending, 0.6)).settle(0.1), 0.1);
  assert.equal((await reserved(spending, 0.9)).settle(undefined), 0.9);
  await assert.rejects(reserved(spending, 0.000001), SpendingError);
});

Deno.test("spending waits for calls under way before it refuses one", async () => {
  const spending = new Spending(1);
  const first = await reserved(spending, 0.4);
  const second = await reserved(spending, 0.4);
  const third = reserved(spending, 0.4);
  const fourth = reserved(spending, 0.4);
  first.settle(0.1);
  second.settle(0.4);
  (await third).settle(0.4);
  await assert.rejects(fourth, SpendingError);
});

Deno.test("spending refuses at once what cannot fit whatever the calls under way cost", async () => {
  const spending = new Spending(1);
  await reserved(spending, 0.5);
  await assert.rejects(reserved(spending, 1.1), SpendingError);
});

Deno.test("a call for which nothing was set aside costs nothing", () => {
  assert.equal(new Spending(1).open().settle(undefined), 0);
});
