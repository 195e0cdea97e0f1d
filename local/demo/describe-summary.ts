// The summary in words, for a person who ran the loop once.
import type { Summary } from "./summary.ts";

export function describeSummary(summary: Summary): string {
  const { candles, deployments, fixes } = summary;
  return [
    "",
    summary.ok ? "Every step held." : "Not every step held; the problems are listed above.",
    `  candles        ${candles.symbols.length} symbols x ${
      candles.intervals.join(" ")
    } from the ${candles.source}`,
    `  errors         ${summary.errors_posted} posted by ${summary.traders} traders, in ${summary.history_rows} rows`,
    `  incidents      ${summary.incidents}`,
    `  notifications  ${summary.notifications}, of which ${summary.emails} e-mailed`,
    `  fixes          ${fixes.queued}: ${fixes.proposed} proposed (${fixes.validated} validated), ` +
    `${fixes.held} held, ${fixes.failed} failed`,
    `  applied        ${summary.applied}: ${deployments.deployed} deployed, ${deployments.failed} failed, ` +
    `${summary.clean_after_deploy} clean afterwards`,
    `  time           ${summary.seconds} s`,
  ].join("\n");
}
