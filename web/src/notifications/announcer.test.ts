import { toast } from "sonner";
import { beforeEach, expect, test, vi } from "vitest";
import type { Notification } from "../api/notifications.ts";
import { Announcer } from "./announcer.ts";

vi.mock("sonner", () => ({
  toast: { info: vi.fn(), success: vi.fn(), warning: vi.fn(), error: vi.fn(), dismiss: vi.fn() },
}));

const open = vi.fn();
const openAll = vi.fn();
let announcer: Announcer;
beforeEach(() => {
  vi.clearAllMocks();
  announcer = new Announcer(open, openAll);
});

function notifications(count: number, more: Partial<Notification> = {}): Notification[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `id-${index}`,
    kind: "incident_detected",
    trader_id: "trader",
    incident_id: "incident",
    title: `Trader ${index} is failing`,
    body: "It failed. A repair is being made.",
    link: "/traders/1",
    read_at: null,
    created_at: "2026-11-28T10:00:00Z",
    ...more,
  }));
}

/** What the latest message about many is told with. */
const many = (): Parameters<typeof toast.info> => vi.mocked(toast.info).mock.lastCall ?? [""];

function press(message: Parameters<typeof toast.info>[1]): void {
  const action = message?.action;
  if (action !== null && typeof action === "object" && "onClick" in action) action.onClick(null as never);
}

test("up to three are told one by one, in the look of what they tell", () => {
  announcer.announce(notifications(3), false);
  expect(vi.mocked(toast.error).mock.calls.map(([title]) => title)).toEqual([
    "Trader 0 is failing",
    "Trader 1 is failing",
    "Trader 2 is failing",
  ]);
  announcer.announce(notifications(1, { kind: "fix_deployed", id: "later" }), false);
  expect(toast.success).toHaveBeenCalledOnce();
});

test("a message has the first sentence, and its button opens it", () => {
  const [one] = notifications(1);
  announcer.announce(notifications(1), false);
  const [, message] = vi.mocked(toast.error).mock.lastCall ?? [];
  expect(message?.description).toBe("It failed.");
  press(message);
  expect(open).toHaveBeenCalledWith(one);
});

test("what leads nowhere has no button", () => {
  announcer.announce(notifications(1, { link: null }), false);
  expect(vi.mocked(toast.error).mock.lastCall?.[1]).not.toHaveProperty("action");
});

test("more than three are one number, whose button opens them all", () => {
  announcer.announce(notifications(12), false);
  expect(toast.error).not.toHaveBeenCalled();
  const [title, message] = many();
  expect(title).toBe("12 new notifications");
  press(message);
  expect(openAll).toHaveBeenCalledOnce();
});

test("what follows in a storm is added to the number while it is there", () => {
  announcer.announce(notifications(20), true);
  announcer.announce(notifications(1), false);
  expect(many()[0]).toBe("21 or more new notifications");
  expect(toast.error).not.toHaveBeenCalled();
  const [first, second] = vi.mocked(toast.info).mock.calls.map(([, message]) => message?.id);
  expect(first).toBe(second);
});

test("after the number is gone news is told one by one again, and another storm counts from none", () => {
  announcer.announce(notifications(5), false);
  many()[1]?.onAutoClose?.({ id: "any" });
  announcer.announce(notifications(1), false);
  expect(toast.error).toHaveBeenCalledOnce();
  announcer.announce(notifications(4), false);
  expect(many()[0]).toBe("4 new notifications");
});

test("what was read is taken back once, what was never told not at all", () => {
  const told = notifications(1);
  announcer.announce(told, false);
  announcer.withdraw([...told, ...notifications(1, { id: "other" })]);
  announcer.withdraw(told);
  expect(vi.mocked(toast.dismiss).mock.calls).toEqual([["id-0"]]);
});

test("no news is no message", () => {
  announcer.announce([], false);
  for (const kind of [toast.info, toast.error]) expect(kind).not.toHaveBeenCalled();
});

test("closing takes back all that is told", () => {
  announcer.announce(notifications(2), false);
  announcer.announce(notifications(5), false);
  announcer.close();
  expect(toast.dismiss).toHaveBeenCalledTimes(3);
});
