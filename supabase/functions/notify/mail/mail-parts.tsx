/** @jsxRuntime automatic */
/** @jsxImportSource react */
// The pieces that single mails and digests are made of.
import { Button } from "@react-email/button";
import { Text } from "@react-email/text";
import type { CSSProperties, ReactElement } from "react";
import { FONT } from "./mail-styles.ts";
import type { ItemView } from "./mail-view.ts";
import { LIGHT } from "./palette.ts";

/** The state in words, on its colour. */
export function Label({ tone, label }: Pick<ItemView, "tone" | "label">): ReactElement {
  const { color, background } = LIGHT.tones[tone];
  return <span className={tone} style={{ ...LABEL, color, backgroundColor: background }}>{label}</span>;
}

export function Paragraphs({ of, style }: { of: string[]; style: CSSProperties }): ReactElement {
  return (
    <>
      {of.map((paragraph, index) => <Text key={index} className="text" style={style}>{paragraph}</Text>)}
    </>
  );
}

export function MainButton({ href, children }: { href: string; children: string }): ReactElement {
  return <Button className="button" href={href} style={BUTTON}>{children}</Button>;
}

export const HEADING: CSSProperties = {
  color: LIGHT.text,
  fontFamily: FONT,
  fontSize: "21px",
  fontWeight: 600,
  letterSpacing: "-0.01em",
  lineHeight: "28px",
  margin: 0,
};

const LABEL: CSSProperties = {
  borderRadius: "6px",
  display: "inline-block",
  fontFamily: FONT,
  fontSize: "12px",
  fontWeight: 600,
  lineHeight: "18px",
  padding: "2px 8px",
};

const BUTTON: CSSProperties = {
  backgroundColor: LIGHT.button.background,
  borderRadius: "8px",
  color: LIGHT.button.color,
  fontFamily: FONT,
  fontSize: "15px",
  fontWeight: 600,
  padding: "13px 20px",
};
