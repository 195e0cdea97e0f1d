// The one browser of tests and pictures.
import { type Browser, chromium } from "playwright-core";

const CHROMIUM = Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts Chromium without a window. Rejected with what to install when there is none. */
export async function launchChromium(): Promise<Browser> {
  try {
    await Deno.stat(CHROMIUM);
  } catch {
    throw new Error(
      `There is no Chromium at ${CHROMIUM}: apt-get install chromium, or set CHROMIUM to another path`,
    );
  }
  return await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
}
