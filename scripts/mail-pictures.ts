// Pictures of every mail, light and dark, on a phone and on a desktop, in .local/mails. Usage: npm run mails [-- <name> ...]
import { mkdir, writeFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { composeMail } from "../supabase/functions/notify/mail/compose-mail.ts";
import type { Composed } from "../supabase/functions/notify/mail/mail-content.ts";
import { launchChromium } from "./chromium.ts";
import { mailFixtures } from "./mail-fixtures.ts";

const FOLDER = ".local/mails";
const WIDTHS = { phone: 375, desktop: 800 };
const SCHEMES = ["light", "dark"] as const;
const LINKS = {
  appUrl: "https://app.example.com",
  unsubscribeUrl: "https://app.example.com/unsubscribe?token=example",
};

if (import.meta.main) await main(Deno.args);

async function main(names: string[]): Promise<void> {
  const mails = Object.entries(mailFixtures()).filter(([name]) =>
    names.length === 0 || names.some((part) => name.startsWith(part))
  );
  await mkdir(FOLDER, { recursive: true });
  const browser = await launchChromium();
  try {
    for (const [name, content] of mails) {
      const composed = await composeMail(content, LINKS);
      await save(name, composed);
      await picture(browser, name, composed.html);
      console.log(`${name}: ${composed.html.length} characters, ${composed.subject}`);
    }
  } finally {
    await browser.close();
  }
}

async function save(name: string, { subject, html, text }: Composed): Promise<void> {
  await writeFile(`${FOLDER}/${name}.html`, html);
  await writeFile(`${FOLDER}/${name}.txt`, `Subject: ${subject}\n\n${text}`);
}

async function picture(browser: Browser, name: string, html: string): Promise<void> {
  for (const [device, width] of Object.entries(WIDTHS)) {
    const page = await browser.newPage({ viewport: { width, height: 600 }, javaScriptEnabled: false });
    await page.setContent(html);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${FOLDER}/${name}-${device}-${colorScheme}.png`, fullPage: true });
    }
    await page.close();
  }
}
