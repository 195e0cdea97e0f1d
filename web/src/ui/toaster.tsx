import { type ReactNode } from "react";
import { toast, Toaster as Sonner } from "sonner";
import { isConflict, messageOf } from "../api/api-error.ts";
import { useIsDark } from "../app/theme.ts";

/** On a phone the buttons that matter are at the bottom. */
const isPhone = matchMedia("(max-width: 600px)").matches;

/** At most three at once; those that came before stay behind them. */
export function Toaster(): ReactNode {
  const isDark = useIsDark();
  return (
    <Sonner
      theme={isDark ? "dark" : "light"}
      visibleToasts={3}
      position={isPhone ? "top-center" : "bottom-right"}
      closeButton
      containerAriaLabel="Messages"
      toastOptions={{ duration: 6_000 }}
    />
  );
}

export function toastDone(message: string, description?: string): void {
  toast.success(message, description === undefined ? {} : { description });
}

/** That an action failed, and for a conflict that the page now shows how things stand. */
export function toastFailed(what: string, error: unknown): void {
  toast.error(what, {
    description: isConflict(error)
      ? `${messageOf(error)}. The page now shows how things stand.`
      : messageOf(error),
    duration: 12_000,
  });
}
