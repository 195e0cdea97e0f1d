/** One notification, as its row has it. */
export interface MailEntry {
  id: string;
  kind: string;
  title: string;
  body: string;
  /** A path in the app, beginning with "/". */
  link: string;
  trader_id: string | null;
  trader_name: string | null;
  incident_id: string | null;
  /** ISO 8601. */
  created_at: string;
}

/** What one mail tells. */
export interface MailContent {
  frequency: "immediate" | "hourly" | "daily";
  /** An IANA name. */
  time_zone: string;
  /** How many were gathered; `entries` may hold fewer. */
  total: number;
  /** Oldest first. */
  entries: MailEntry[];
}

export interface MailLinks {
  appUrl: string;
  unsubscribeUrl: string | null;
}

export interface Composed {
  subject: string;
  html: string;
  text: string;
}
