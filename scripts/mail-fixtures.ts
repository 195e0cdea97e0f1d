// Mails as they are sent, for looking at them: each kind alone, digests of several sizes, and names that try to break out.
import type { MailContent, MailEntry } from "../supabase/functions/notify/mail/mail-content.ts";

const TRADERS = ["Dip hunter", "Golden cross", "Opening range breakout"];
const BEGIN = Date.parse("2026-11-24T13:05:00Z");
const PROOF =
  "Proof: the failure was reproduced, and the repaired filter runs on all 14 markets it was tried on; where the running filter works, 12 of 12 verdicts are unchanged.";

/** Title and body by kind; %s is the trader's name. */
const TEXTS: Record<string, [title: string, body: string]> = {
  incident_detected: [
    '"%s" is failing',
    "The filter used a value that was not there, such as an indicator without enough candles. It has failed since 24 Nov 2026 14:04 (Europe/Berlin). A repair is being made; you will hear when it is ready.",
  ],
  incident_escalated: [
    '"%s" is failing more than when you ignored it',
    "The filter divides by zero. It has spread to markets on which it did not fail before, so it is open again.",
  ],
  incident_recovered: [
    '"%s" works again',
    "The executor could not fetch market data. That has stopped by itself: it has not failed so since 24 Nov 2026 13:02 (Europe/Berlin). There is nothing for you to do.",
  ],
  fix_proposed: [
    'A repair for "%s" is ready',
    `The filter read the average of 50 candles also where a market has fewer. It now gives no signal there. ${PROOF} Open it to look at the change and accept it.`,
  ],
  fix_held: [
    'The repair of "%s" is waiting',
    "What may be spent on repairs of one trader in a day is spent. It goes on tomorrow. Open it to see what was found so far.",
  ],
  fix_resumed: [
    'The repair of "%s" goes on',
    "What it waited for is over, so its repair is being made now; you will hear when it is ready.",
  ],
  fix_failed: [
    '"%s" could not be repaired',
    "Repairing it was tried 3 times without a result. Open it to see what was tried.",
  ],
  fix_deployed: [
    '"%s" runs its repaired code',
    "The executor has taken it and runs it from the next candle on. It is watched for a while; if it fails, you will hear of it.",
  ],
  fix_rolled_back: [
    'The new code of "%s" was taken back',
    "It turned out bad, so the last version that was healthy is brought back. It failed 4 minutes after it went live. The filter reads the result of GetLatestRSI without checking that there is one. Open it to see what happened.",
  ],
  deployment_failed: [
    'The new code of "%s" is not running',
    "The new version is saved, but the executor did not take it, so the earlier code may still run. The executor does not run this trader: no enabled trader. Open it to try again, or to see the state of the deployment.",
  ],
  spend_cap_reached: [
    "Your limit for repairs is reached for today",
    "Language models have been paid up to the daily limit of $10. Repairs that need them wait and go on by themselves at midnight UTC or when you raise the limit in your settings. Repairs by rules go on as before; they cost nothing.",
  ],
  spend_cap_lifted: [
    "Repairs go on",
    "There is room below the daily limit again, so the repairs that waited for it are being made; you will hear when they are ready.",
  ],
  systemic_hold: [
    "A fault of the platform stops traders of yours",
    'Many traders, of other users as well, have begun to fail in the same way, "Dip hunter" among them. So it is most likely not the filter. The platform is looked at first; repairs are held, cost nothing, and go on by themselves when it is over. There is nothing for you to do.',
  ],
  systemic_over: [
    "The fault of the platform is over",
    "The failure that many traders had in common is not seen any more. Repairs that were held go on by themselves; you will hear of what comes of them.",
  ],
  systemic_fault: [
    "Many traders fail in the same way",
    "The same infrastructure error has begun on at least 10 traders within 00:10:00: connection refused. Their repairs are held, nothing is spent on them, and they go on when it is over. Look at the executor and its market data first.",
  ],
  systemic_fault_over: [
    "A fault of many traders is over",
    "Nothing was seen of it for a while: connection refused",
  ],
  dead_letters: [
    "Work was given up",
    "Tried as often as it may be, and given up: 1 of kind deployment (The executor never answered), 2 of kind email (bounced, email_refused). Nothing more happens to it by itself.",
  ],
  sweeper_silent: [
    "The sweeper does not run",
    "Its last run was at 2026-11-24 13:00:10 UTC. Without it nothing is tried again: lost calls, mails that are due later, fixes that wait for tomorrow. Look at pg_cron: select * from cron.job_run_details order by runid desc limit 5.",
  ],
  sweeper_back: [
    "The sweeper runs again",
    "It was silent for 00:14:03. What was due in the meantime is being done now.",
  ],
  something_newer: [
    'Something new happened to "%s"',
    "A kind that the mails do not know yet is still told in full.",
  ],
};

const WITHOUT_TRADER = /^(spend_|systemic_|dead_|sweeper_)/;

/** Names and texts of somebody who would like to break the mail. */
const NASTY = [
  'Dip <hunter> & "co"',
  "<script>alert(1)</script><img src=https://evil.example/x.png>",
  "\u202Egnp.tpircs\u2066 backwards\nBcc: everyone@example.com",
  "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(3),
  "移動平均線とRSIを使った逆張り戦略 🐻 مرحبا",
];

function entry(kind: string, number: number, trader: number, name = TRADERS[trader] ?? ""): MailEntry {
  const [title, body] = TEXTS[kind] ?? ["", ""];
  const about = WITHOUT_TRADER.test(kind) ? null : `5f0e8a44-0000-4000-8000-00000000000${trader}`;
  return {
    id: `c0ffee00-0000-4000-8000-${String(number).padStart(12, "0")}`,
    kind,
    title: title.replace("%s", () => name),
    body,
    link: about === null
      ? "/operations"
      : `/traders/${about}/errors/1a2b3c4d-0000-4000-8000-00000000000${trader}`,
    trader_id: about,
    trader_name: about === null ? null : name,
    incident_id: about === null ? null : `1a2b3c4d-0000-4000-8000-00000000000${trader}`,
    created_at: new Date(BEGIN + number * 7 * 60_000).toISOString(),
  };
}

function mail(
  entries: MailEntry[],
  frequency: MailContent["frequency"] = "hourly",
  total = entries.length,
): MailContent {
  return { frequency, time_zone: "Europe/Berlin", total, entries };
}

/** The mails by name. */
export function mailFixtures(): Record<string, MailContent> {
  const singles = Object.keys(TEXTS).map((kind) => [kind, mail([entry(kind, 0, 0)], "immediate")]);
  return {
    ...Object.fromEntries(singles),
    digest_2: mail([entry("incident_detected", 0, 0), entry("fix_proposed", 1, 0)]),
    digest_6: mail([
      entry("incident_detected", 0, 0),
      entry("incident_detected", 1, 1),
      entry("fix_proposed", 2, 0),
      entry("fix_held", 3, 2),
      entry("fix_deployed", 4, 0),
      { ...entry("deployment_failed", 5, 1), incident_id: "another" },
    ]),
    digest_500: mail(manyEntries(100), "daily", 500),
    nasty_single: mail([entry("incident_detected", 0, 3, NASTY[3])], "immediate"),
    nasty_digest: mail(NASTY.map((name, index) => entry("fix_proposed", index, index, name))),
  };
}

/** Changes of as many incidents on twelve traders, with bodies as long as they come. */
export function manyEntries(count: number): MailEntry[] {
  const kinds = Object.keys(TEXTS).filter((kind) => !WITHOUT_TRADER.test(kind));
  return Array.from({ length: count }, (_, index) => {
    const trader = index % 12;
    const name = `${TRADERS[trader % 3]} ${trader + 1}`;
    const one = entry(kinds[index % kinds.length] ?? "", index, trader, name);
    return { ...one, incident_id: `incident ${index}`, body: `${one.body} `.repeat(20).slice(0, 2_000) };
  });
}
