/** A mail as the mailbox keeps it. */
export interface Mail {
  id: string;
  received_at: string;
  from: string;
  to: string[];
  subject: string;
  html: string | null;
  text: string | null;
  /** Those that the sender asked for, by name. */
  headers: Record<string, string>;
  /** As the provider's events name them. */
  tags: Record<string, string>;
}
