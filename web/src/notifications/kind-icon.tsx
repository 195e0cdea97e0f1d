import { clsx } from "clsx";
import { Bell, CircleAlert, type LucideIcon, Rocket, Server, Wallet, Wrench } from "lucide-react";
import type { ReactNode } from "react";
import type { Tone } from "../ui/badge.tsx";
import { type Group, groupOf, toneOf } from "./kinds.ts";

const ICONS: Record<Group, LucideIcon> = {
  failures: CircleAlert,
  repairs: Wrench,
  deployments: Rocket,
  spending: Wallet,
  platform: Server,
};

const TONES: Record<Tone, string> = {
  neutral: "bg-raised text-muted",
  accent: "bg-accent-soft text-accent",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
};

/** What a notification is about, at a glance; its title says it in words. With a dot if it is unread. */
export function KindIcon({ kind, isUnread }: { kind: string; isUnread: boolean }): ReactNode {
  const group = groupOf(kind);
  const Icon = group === null ? Bell : ICONS[group];
  return (
    <span
      className={clsx("relative grid size-8 shrink-0 place-items-center rounded-full", TONES[toneOf(kind)])}
    >
      <Icon aria-hidden className="size-4" />
      {isUnread && (
        <span
          title="Unread"
          className="absolute -top-0.5 -right-0.5 size-3 rounded-full bg-accent ring-2 ring-surface"
        >
          <span className="sr-only">Unread</span>
        </span>
      )}
    </span>
  );
}
