import type { TraderCounts } from "../api/traders.ts";
import { count } from "../words/numbers.ts";

export function totalOf({ running, degraded, stopped, disabled }: TraderCounts): number {
  return running + degraded + stopped + disabled;
}

/** How the traders are, in a sentence or two, without looking at the cards. */
export function summaryOf(counts: TraderCounts): string {
  const total = totalOf(counts);
  if (total === 0) return "";
  if (total === 1) return oneTrader(counts);
  const { waiting, disabled } = counts;
  const { degraded, stopped } = counts;
  const failing = [
    degraded > 0 && `${count(degraded)} ${isAre(degraded)} failing`,
    stopped > 0 && `${count(stopped)} ${isAre(stopped)} stopped`,
  ].filter(Boolean);
  return [
    failing.length === 0
      ? `None of ${count(total)} traders is failing.`
      : `Of ${count(total)} traders ${failing.join(" and ")}.`,
    waiting > 0 && `${count(waiting)} ${waiting === 1 ? "has" : "have"} a repair ready for you.`,
    disabled > 0 && `${count(disabled)} ${isAre(disabled)} switched off.`,
  ].filter(Boolean).join(" ");
}

function oneTrader({ disabled, waiting, running }: TraderCounts): string {
  const state = disabled === 1 ? "switched off" : running === 1 ? "not failing" : "failing";
  return `The one trader is ${state}.${waiting === 1 ? " A repair is ready for you." : ""}`;
}

function isAre(value: number): string {
  return value === 1 ? "is" : "are";
}
