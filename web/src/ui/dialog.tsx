// The browser's own dialog element: it keeps the focus, closes with Escape and covers the page without styles written into it, which the
// content security policy would refuse.
import { X } from "lucide-react";
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { IconButton } from "./button.tsx";

export function Dialog(
  { title, onClose, children, isWide = false }: {
    title: string;
    onClose: () => void;
    children: ReactNode;
    isWide?: boolean;
  },
): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Who marks text and lets go outside wants to mark, not to close.
  const isPressed = useRef(false);
  // Closed while it is still on the page, it gives the focus back to where it was.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => isPressed.current = event.target === dialog.current}
      onClick={(event) => isPressed.current && event.target === dialog.current && onClose()}
      className={`m-auto w-[calc(100vw-1.5rem)] ${
        isWide ? "max-w-5xl" : "max-w-lg"
      } max-h-[calc(100dvh-1.5rem)] overflow-auto rounded-lg border border-line bg-surface text-ink shadow-xl`}
    >
      <div className="p-4 sm:p-5">
        <div className="mb-3 flex items-start justify-between gap-3">
          <h2 id={id} className="text-lg font-semibold">{title}</h2>
          <IconButton label="Close" isSmall onClick={onClose}>
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
        {children}
      </div>
    </dialog>
  );
}
