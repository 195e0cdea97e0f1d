import { Check, Copy } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "./button.tsx";
import { toastFailed } from "./toaster.tsx";

/** How long it says that it was done. */
const SAID_MS = 2_000;

/** Puts a text into the clipboard. `what` it is: "message". */
export function CopyButton({ text, what }: { text: string; what: string }): ReactNode {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setIsCopied(true);
    } catch (error) {
      toastFailed(`The ${what} was not copied`, error);
    }
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <Button
      isSmall
      variant="ghost"
      aria-label={`${isCopied ? "Copied" : "Copy"} ${what}`}
      onClick={() => void copy()}
    >
      <Icon aria-hidden className="size-4" />
      <span>{isCopied ? "Copied" : "Copy"}</span>
    </Button>
  );
}
