import type { ReactNode } from "react";

/** The trader's name, and what is wrong with it. */
export function IncidentHeading({ name, title }: { name: string; title: string }): ReactNode {
  return (
    <>
      <span className="line-clamp-2 wrap-anywhere" title={name}>{name}</span>{" "}
      <span className="block text-base font-medium text-muted">{title}</span>
    </>
  );
}
