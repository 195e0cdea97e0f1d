import { Activity } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { Page } from "./page.tsx";

/** A page without the app's header, for who is not signed in: the product's name and one card. */
export function LonePage({ children, ...page }: ComponentProps<typeof Page>): ReactNode {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center px-4 py-8">
      <p className="mb-4 flex items-center gap-2 px-1 font-semibold">
        <Activity aria-hidden className="size-5 shrink-0 text-accent" />
        Trader Error Recovery
      </p>
      <div className="rounded-lg border border-line bg-surface p-5 shadow-sm sm:p-7">
        <Page {...page}>{children}</Page>
      </div>
    </main>
  );
}
