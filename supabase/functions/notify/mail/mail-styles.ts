import { TONES } from "./kinds.ts";
import { DARK, type Pair } from "./palette.ts";

export const FONT = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

/** Dark colours, and less room on a phone. It must win over the inline styles, which carry the light theme. */
export const STYLE_SHEET = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 480px) {
  .around { padding: 20px 10px 32px !important; }
  .card { padding: 24px 20px !important; }
}
@media (prefers-color-scheme: dark) {
  .page { background-color: ${DARK.page} !important; }
  .card { background-color: ${DARK.card} !important; border-color: ${DARK.border} !important; }
  .line { border-color: ${DARK.border} !important; }
  .text { color: ${DARK.text} !important; }
  .muted { color: ${DARK.muted} !important; }
  .link { color: ${DARK.link} !important; }
  .button { ${pair(DARK.button)} }
${TONES.map((tone) => `  .${tone} { ${pair(DARK.tones[tone])} }`).join("\n")}
}
`;

function pair({ color, background }: Pair): string {
  return `color: ${color} !important; background-color: ${background} !important;`;
}
