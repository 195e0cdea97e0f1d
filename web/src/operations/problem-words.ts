// What the platform says is wrong with itself, in words for operators.
import type { Tone } from "../ui/badge.tsx";

export interface ProblemWords {
  tone: Extract<Tone, "warn" | "bad">;
  title: string;
  /** What it means. */
  meaning: string;
  /** What to do about it. */
  remedy: string;
  /** What to run in SQL for it, if that helps. */
  sql?: string;
}

const PROBLEMS: Record<string, ProblemWords> = {
  sweeper_silent: {
    tone: "bad",
    title: "The sweeper does not run",
    meaning: "Without it nothing is tried again: lost calls, mails that are due later, repairs that wait.",
    remedy: "See that pg_cron runs, and what it last said.",
    sql: "select * from cron.job_run_details order by runid desc limit 5",
  },
  secrets_missing: {
    tone: "bad",
    title: "Secrets are missing",
    meaning: "The database cannot call the functions, so no repair is made and no mail is sent.",
    remedy: "Set recovery_functions_url and recovery_webhook_secret in Vault.",
  },
  cron_missing: {
    tone: "bad",
    title: "pg_cron is not there",
    meaning: "The sweeper cannot run.",
    remedy: "Enable the extension for the project.",
  },
  pg_net_missing: {
    tone: "bad",
    title: "pg_net is not there",
    meaning: "The database cannot call the functions.",
    remedy: "Enable the extension for the project.",
  },
  queue_late: {
    tone: "bad",
    title: "Work waits for too long",
    meaning: "Something is due and nobody is at it. The queues below say what.",
    remedy: "Look at that function's log.",
  },
  dead_letters: {
    tone: "warn",
    title: "Work was given up in the last day",
    meaning: "It was tried as often as it may be. Nothing more happens to it by itself.",
    remedy: "See below what can be tried again.",
  },
  systemic_fault: {
    tone: "bad",
    title: "Many traders fail in the same way",
    meaning: "Their repairs are held, and nothing is spent on them.",
    remedy: "Look at the executor and its market data first; then let the repairs go on, or end them.",
  },
  model_calls_off: {
    tone: "warn",
    title: "Language models are switched off",
    meaning: "What no repair rule can mend waits.",
    remedy: "Switch them on below when calls may be made again.",
  },
  email_not_configured: {
    tone: "warn",
    title: "No e-mail is set up",
    meaning: "Users are told in the app only.",
    remedy: "Set RESEND_API_KEY and EMAIL_FROM for the functions.",
  },
  email_paused: {
    tone: "warn",
    title: "The mail provider wants no mail for now",
    meaning: "A rate limit or a quota is used up, or it refuses the key or the sender. Mails wait.",
    remedy: "See for how long, and why.",
    sql: "select * from private.email_pause",
  },
  operator_webhook_failing: {
    tone: "warn",
    title: "The webhook refused the latest alert",
    meaning: "Operators are told in the app and by mail only.",
    remedy: "See what it answered.",
    sql: "select * from private.operator_alerts order by created_at desc limit 5",
  },
  operator_webhook_not_configured: {
    tone: "warn",
    title: "No webhook for alerts is set up",
    meaning: "Operators are told in the app and by mail only.",
    remedy: "Set OPERATOR_WEBHOOK_URL for the functions, if you want alerts elsewhere, too.",
  },
  sweeper_failing: {
    tone: "bad",
    title: "A step of the sweeper fails",
    meaning: "The others are done. Which one it is, and its error code, stand with the sweeper below.",
    remedy: "Look at the database's log.",
  },
  figures_not_kept: {
    tone: "warn",
    title: "The figures are not summed up",
    meaning:
      "This should be done every minute. On a large platform the figures below are old; they say as of when.",
    remedy: "See that pg_cron runs recovery-figures, and what it last said.",
    sql: "select * from cron.job_run_details order by runid desc limit 5",
  },
};

/** The serious ones first, else as the server has them. */
export function bySeriousness(codes: string[]): string[] {
  const isSerious = (code: string): boolean => problemWords(code).tone === "bad";
  return [...codes.filter(isSerious), ...codes.filter((code) => !isSerious(code))];
}

export function problemWords(code: string): ProblemWords {
  return PROBLEMS[code] ?? {
    tone: "warn",
    title: code,
    meaning: "This page is older than the server and does not know this problem.",
    remedy: "Reload the page.",
  };
}
