/** @jsxRuntime automatic */
/** @jsxImportSource react */
import { Heading } from "@react-email/heading";
import { Link } from "@react-email/link";
import { Text } from "@react-email/text";
import type { CSSProperties, ReactElement } from "react";
import { Box, MailFrame } from "./mail-frame.tsx";
import { HEADING, Label, MainButton, Paragraphs } from "./mail-parts.tsx";
import { FONT } from "./mail-styles.ts";
import type { DigestView, GroupView, ItemView, ThreadView } from "./mail-view.ts";
import { LIGHT } from "./palette.ts";

/** Several changes, by trader. */
export function DigestMail({ view }: { view: DigestView }): ReactElement {
  return (
    <MailFrame {...view}>
      <Heading className="text" style={HEADING}>{view.heading}</Heading>
      <Text className="muted" style={LEAD}>{view.lead}</Text>
      {view.groups.map((group, index) => <Group key={index} group={group} />)}
      <Box className="line" style={END}>
        {view.hidden === 0
          ? null
          : <Text className="muted" style={MORE}>And {view.hidden} more in the app.</Text>}
        <MainButton href={view.allUrl}>Open all notifications</MainButton>
      </Box>
    </MailFrame>
  );
}

function Group({ group }: { group: GroupView }): ReactElement {
  return (
    <Box className="line" style={GROUP}>
      <Heading as="h2" className="muted" style={NAME}>{group.name}</Heading>
      {group.threads.map((thread, index) => <Thread key={index} thread={thread} />)}
    </Box>
  );
}

function Thread({ thread: { latest, earlier } }: { thread: ThreadView }): ReactElement {
  return (
    <div style={{ paddingTop: "16px" }}>
      <Label {...latest} />
      <span className="muted" style={TIME}>{latest.when}</span>
      <Heading as="h3" className="text" style={TITLE}>{latest.title}</Heading>
      <Paragraphs of={latest.paragraphs} style={BODY} />
      {earlier.map((item, index) => <Earlier key={index} item={item} />)}
      <Text style={ACTION}>
        <Link className="link" href={latest.url} style={LINK}>{latest.action}</Link>
      </Text>
    </div>
  );
}

function Earlier({ item }: { item: ItemView }): ReactElement {
  return <Text className="muted" style={EARLIER}>Before, {item.when}: {item.title}</Text>;
}

const SMALL: CSSProperties = { fontFamily: FONT, fontSize: "13px", lineHeight: "20px", margin: 0 };

const LEAD: CSSProperties = { ...SMALL, color: LIGHT.muted, fontSize: "14px", margin: "6px 0 20px" };

const GROUP: CSSProperties = { borderTop: `1px solid ${LIGHT.border}`, padding: "20px 0 16px" };

const NAME: CSSProperties = { ...SMALL, color: LIGHT.muted, fontWeight: 600 };

const TIME: CSSProperties = { ...SMALL, color: LIGHT.muted, marginLeft: "10px" };

const TITLE: CSSProperties = {
  color: LIGHT.text,
  fontFamily: FONT,
  fontSize: "16px",
  fontWeight: 600,
  lineHeight: "23px",
  margin: "8px 0 4px",
};

const BODY: CSSProperties = {
  color: LIGHT.text,
  fontFamily: FONT,
  fontSize: "15px",
  lineHeight: "23px",
  margin: "0 0 6px",
};

const EARLIER: CSSProperties = { ...SMALL, color: LIGHT.muted };

const ACTION: CSSProperties = { ...SMALL, margin: "8px 0 4px" };

const LINK: CSSProperties = { color: LIGHT.link, fontSize: "14px", fontWeight: 600 };

const END: CSSProperties = { borderTop: `1px solid ${LIGHT.border}`, paddingTop: "24px" };

const MORE: CSSProperties = { ...SMALL, color: LIGHT.muted, fontSize: "14px", marginBottom: "14px" };
