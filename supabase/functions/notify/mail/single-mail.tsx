/** @jsxRuntime automatic */
/** @jsxImportSource react */
import { Heading } from "@react-email/heading";
import { Text } from "@react-email/text";
import type { CSSProperties, ReactElement } from "react";
import { MailFrame } from "./mail-frame.tsx";
import { HEADING, Label, MainButton, Paragraphs } from "./mail-parts.tsx";
import { FONT } from "./mail-styles.ts";
import type { SingleView } from "./mail-view.ts";
import { LIGHT } from "./palette.ts";

/** One change: what, when, and the one thing to do. */
export function SingleMail({ view }: { view: SingleView }): ReactElement {
  const { item, trader } = view;
  return (
    <MailFrame {...view}>
      <Label {...item} />
      <Heading className="text" style={{ ...HEADING, marginTop: "14px" }}>{view.heading}</Heading>
      <Text className="muted" style={META}>{trader === null ? item.when : `${trader} · ${item.when}`}</Text>
      <Paragraphs of={item.paragraphs} style={BODY} />
      <div style={{ paddingTop: "12px" }}>
        <MainButton href={item.url}>{item.action}</MainButton>
      </div>
    </MailFrame>
  );
}

const META: CSSProperties = {
  color: LIGHT.muted,
  fontFamily: FONT,
  fontSize: "14px",
  lineHeight: "20px",
  margin: "6px 0 20px",
};

const BODY: CSSProperties = {
  color: LIGHT.text,
  fontFamily: FONT,
  fontSize: "16px",
  lineHeight: "25px",
  margin: "0 0 14px",
};
