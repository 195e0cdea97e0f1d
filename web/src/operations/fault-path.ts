const FAULT = /^faults\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/i;

/** The address of a fault, as notifications have it. */
export function faultPath(id: string): string {
  return `/operations/faults/${id}`;
}

/** The fault that the part of an address after /operations/ names; null where it names none. */
export function faultIdOf(rest: string): string | null {
  return FAULT.exec(rest)?.[1]?.toLowerCase() ?? null;
}
