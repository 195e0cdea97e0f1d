/** @jsxRuntime automatic */
/** @jsxImportSource react */
// What all mails have in common: the page, the card, the footer. Colours are inline for clients that drop the style sheet;
// the style sheet turns them dark where a client honours it.
import { Container } from "@react-email/container";
import { Head } from "@react-email/head";
import { Html } from "@react-email/html";
import { Link } from "@react-email/link";
import { Preview } from "@react-email/preview";
import { Text } from "@react-email/text";
import type { CSSProperties, ReactElement, ReactNode } from "react";
import { FONT, STYLE_SHEET } from "./mail-styles.ts";
import { LIGHT } from "./palette.ts";

interface FrameProps {
  subject: string;
  preheader: string;
  reason: string;
  settingsUrl: string;
  unsubscribeUrl: string | null;
  children: ReactNode;
}

export function MailFrame({ subject, preheader, children, ...footer }: FrameProps): ReactElement {
  return (
    <Html lang="en">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
        <title>{subject}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE_SHEET }} />
      </Head>
      <body className="page" style={{ margin: 0, padding: 0, backgroundColor: LIGHT.page }}>
        <Preview>{preheader}</Preview>
        <Box className="page around" style={{ backgroundColor: LIGHT.page, padding: "32px 16px 40px" }}>
          <Container style={{ maxWidth: "580px" }}>
            <Text className="muted" style={BRAND}>Trader Error Recovery</Text>
            <Box className="card" style={CARD}>{children}</Box>
            <Footer {...footer} />
          </Container>
        </Box>
      </body>
    </Html>
  );
}

interface BoxProps {
  className?: string;
  style: CSSProperties;
  children: ReactNode;
}

/** A block with a background, a border or padding: of those, Outlook knows only what a table's cell has. */
export function Box({ className, style, children }: BoxProps): ReactElement {
  return (
    <table
      role="presentation"
      width="100%"
      border={0}
      cellPadding="0"
      cellSpacing="0"
      style={{ borderCollapse: "separate" }}
    >
      <tbody>
        <tr>
          <td className={className} style={style}>{children}</td>
        </tr>
      </tbody>
    </table>
  );
}

function Footer(
  { reason, settingsUrl, unsubscribeUrl }: Pick<FrameProps, "reason" | "settingsUrl" | "unsubscribeUrl">,
): ReactElement {
  return (
    <Text className="muted" style={FOOTER}>
      {reason}
      <br />
      <Link className="muted" href={settingsUrl} style={FOOTER_LINK}>Change what you get</Link>
      {unsubscribeUrl === null ? null : (
        <>
          {" · "}
          <Link className="muted" href={unsubscribeUrl} style={FOOTER_LINK}>Unsubscribe</Link>
        </>
      )}
    </Text>
  );
}

const BRAND: CSSProperties = {
  fontFamily: FONT,
  color: LIGHT.muted,
  fontSize: "13px",
  fontWeight: 600,
  lineHeight: "20px",
  margin: "0 0 12px 4px",
};

const CARD: CSSProperties = {
  backgroundColor: LIGHT.card,
  border: `1px solid ${LIGHT.border}`,
  borderRadius: "12px",
  padding: "32px",
  fontFamily: FONT,
  wordBreak: "break-word",
  overflowWrap: "anywhere",
};

const FOOTER: CSSProperties = {
  fontFamily: FONT,
  color: LIGHT.muted,
  fontSize: "13px",
  lineHeight: "21px",
  margin: "20px 4px 0",
};

const FOOTER_LINK: CSSProperties = { color: LIGHT.muted, textDecoration: "underline" };
