import assert from "node:assert/strict";
import { DARK, LIGHT, type Theme } from "./palette.ts";

/** WCAG 2.2, AA, for text of any size. */
const LEAST_CONTRAST = 4.5;

for (const [name, theme] of Object.entries({ light: LIGHT, dark: DARK })) {
  Deno.test(`every text of the ${name} theme has enough contrast`, () => {
    for (const [what, text, ground] of textsOf(theme)) {
      const ratio = contrast(text, ground);
      assert.ok(ratio >= LEAST_CONTRAST, `${what}: ${ratio.toFixed(2)}`);
    }
  });
}

function textsOf(theme: Theme): [what: string, text: string, ground: string][] {
  const tones = Object.entries(theme.tones);
  return [
    ["text on the card", theme.text, theme.card],
    ["muted on the card", theme.muted, theme.card],
    ["muted on the page", theme.muted, theme.page],
    ["link on the card", theme.link, theme.card],
    ["button", theme.button.color, theme.button.background],
    ...tones.map(([tone, { color, background }]): [string, string, string] => [tone, color, background]),
  ];
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
