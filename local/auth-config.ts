// What the [auth] section of supabase/config.toml says of the app's address and of mails, as the CLI and the platform read it.
import { join } from "node:path";

export interface AuthConfig {
  /** Where the app is: links of mails lead there unless they may lead elsewhere. */
  siteUrl: string;
  /** Patterns of other addresses that they may lead to. */
  redirectUrls: string[];
  /** The mail with a link and a code to sign in by. */
  magicLink: { subject?: string; content_path?: string };
}

/** @param root the folder that paths of templates start from, which holds supabase/ */
export function authConfig(configToml: string, root: string): AuthConfig {
  const auth = section(configToml, "auth");
  const template = section(configToml, "auth.email.template.magic_link");
  const subject = text(template, "subject");
  const path = text(template, "content_path");
  return {
    siteUrl: text(auth, "site_url") ?? "http://127.0.0.1:3000",
    redirectUrls: texts(auth, "additional_redirect_urls"),
    magicLink: {
      ...(subject === undefined ? {} : { subject }),
      ...(path === undefined ? {} : { content_path: join(root, path) }),
    },
  };
}

function section(toml: string, name: string): string {
  return toml.split(/^(?=\[)/m).find((part) => part.startsWith(`[${name}]`)) ?? "";
}

function text(section: string, key: string): string | undefined {
  const [, value] = new RegExp(`^\\s*${key}\\s*=\\s*("(?:[^"\\\\]|\\\\.)*")`, "m").exec(section) ?? [];
  return value === undefined ? undefined : JSON.parse(value);
}

function texts(section: string, key: string): string[] {
  const [, list = ""] = new RegExp(`^\\s*${key}\\s*=\\s*\\[([^\\]]*)\\]`, "m").exec(section) ?? [];
  return [...list.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([value]) => JSON.parse(value));
}
