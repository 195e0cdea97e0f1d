const LOCAL_HOSTS = new Set(["127.0.0.1", "localhost"]);

/** Whether it is an address that may stand in a mail: https, or http on this machine. */
export function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && LOCAL_HOSTS.has(hostname));
}
