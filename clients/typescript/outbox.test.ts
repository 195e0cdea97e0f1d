import assert from "node:assert/strict";
import { encodeEvent, type Kept } from "./encode.ts";
import { Outbox } from "./outbox.ts";
import type { Segment } from "./spool.ts";
import { error } from "./testing/reporting.ts";
import { FlushWindow } from "./window.ts";

function event(): Kept {
  const identity = { executorVersion: undefined, machineId: undefined, now: 0 };
  return encodeEvent(error("boom"), { kind: "none" }, identity);
}

/** A window of so many events, all of them on disk. */
function spooled(outbox: Outbox, size: number, isWhollySpooled = true): FlushWindow {
  const window = new FlushWindow();
  const events = Array.from({ length: size }, event);
  for (const [index, event] of events.entries()) {
    window.add(String(index), event);
    outbox.hold(event);
  }
  const segment: Segment = {
    append: () => true,
    seal: (): void => {},
    read: () => ({ events, damaged: 0 }),
    remove: (): void => {},
  };
  window.segment = segment;
  window.isWhollySpooled = isWhollySpooled;
  return window;
}

Deno.test("Outbox leaves the newest window on disk first, never one that is being sent or not wholly there", () => {
  const outbox = new Outbox({ maxEvents: 12, maxBytes: 1_000_000 });
  const windows = [3, 3, 3, 3].map((size, index) => spooled(outbox, size, index !== 2));
  windows.forEach((window) => outbox.push(window));
  assert.ok(!outbox.hasRoom(0));
  const last = outbox.last;
  const first = outbox.begin();
  assert.ok(first && last);

  assert.ok(outbox.park(), "the last");
  assert.ok(last.events === undefined && first.events);
  assert.ok(outbox.hasRoom(0, 3) && !outbox.hasRoom(0, 4));
  assert.ok(outbox.park(), "the second");
  assert.ok(!outbox.park(), "the first is being sent, and the third has nothing but memory");
  assert.deepEqual(outbox.unsettled, { events: 12, spooled: 9 });
});

Deno.test("Outbox makes room for what it reads back, and forgets what is settled", () => {
  const outbox = new Outbox({ maxEvents: 4, maxBytes: 1_000_000 });
  for (const window of [spooled(outbox, 2), spooled(outbox, 2)]) outbox.push(window);
  assert.ok(outbox.park() && outbox.park());
  for (const left of [1, 0]) {
    const parcel = outbox.begin();
    assert.ok(parcel);
    const events = outbox.open(parcel);
    assert.equal(events.length, 2);
    assert.ok(outbox.hasRoom(0, 2) && !outbox.hasRoom(0, 3));
    for (const event of events) outbox.settle(parcel, event);
    outbox.close(parcel);
    assert.equal(outbox.unsettled.events, left * 2);
    assert.ok(outbox.hasRoom(1_000_000, 4), "all of the memory");
  }
});
