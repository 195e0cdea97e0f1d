// Group secrets: what Vault and the functions' variables hold, and whether the two fit.
import type { Check } from "../../supabase/functions/diagnose/check.ts";
import type { Installation } from "./database.ts";
import { failing, type Finding, ok } from "./finding.ts";
import { setVariable, type Target } from "./target.ts";

const failed = failing("secrets");

/** What Vault has, for whoever may read it: the functions' own variables show nobody what they hold. */
const READ_VAULT =
  "select decrypted_secret from vault.decrypted_secrets where name = 'recovery_webhook_secret';";

/** Whatever there is, or is not. */
const intoVault = (name: string, value: string): string =>
  `delete from vault.secrets where name = '${name}';\nselect vault.create_secret('${value}', '${name}');`;

/** What the database has of its own, in Vault. */
export function checkVault(target: Target, found: Installation): Finding[] {
  if (found.broken.some(({ part }) => part === "secrets")) return [];
  return [functionsUrl(target, found.functions_url), vaultSecret(found.webhook_secret)];
}

function functionsUrl(target: Target, value: string | null): Finding {
  const wanted = `${target.url}/functions/v1`;
  const why =
    "The database cannot call the functions: repairs, mails and deployments wait until they are asked for by hand";
  const mend = intoVault("recovery_functions_url", wanted);
  if (value === null || value === "") {
    return failed("functions_url_missing", "Vault has no recovery_functions_url", why, mend);
  }
  const problem = urlProblem(target, value);
  if (problem === null) return ok("secrets", "functions_url", `The database calls the functions at ${value}`);
  return failed("functions_url_wrong", `Vault's recovery_functions_url ${problem}`, why, mend);
}

/** Told without the value where it is no address: it may be another entry's, which is secret. */
function urlProblem({ url, kind }: Target, value: string): string | null {
  const parsed = URL.canParse(value) ? new URL(value) : null;
  if (
    parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.username !== "" || parsed.password !== ""
  ) {
    return "is no address of functions";
  }
  if (value.endsWith("/")) return `is ${value}, which must not end with a slash`;
  // Inside a network of its own the address is another one; the round trip shows whether it is right.
  if (kind !== "hosted") return null;
  if (parsed.pathname !== "/functions/v1") return `is ${value}, which does not end with /functions/v1`;
  const isOther = /\.supabase\.\w+$/.test(parsed.hostname) && parsed.hostname !== new URL(url).hostname;
  return isOther ? `is ${value}, which is another project's` : null;
}

function vaultSecret(form: Installation["webhook_secret"]): Finding {
  if (form === "well_formed") return ok("secrets", "vault_secret", "Vault has recovery_webhook_secret");
  return failed(
    `vault_secret_${form}`,
    form === "missing"
      ? "Vault has no recovery_webhook_secret"
      : "Vault's recovery_webhook_secret is not whsec_ and base64 of 24 to 64 bytes",
    "The database cannot sign its calls, so no function takes them",
    intoVault("recovery_webhook_secret", "<the value of WEBHOOK_SECRET>"),
  );
}

interface Advice {
  variable: string;
  /** What it is good for: what is not there without it. */
  why: string;
  value: string;
  /** A command that makes one, whose output the other side needs as well. */
  made?: string;
  /** By code. */
  told: Record<string, string>;
}

const NEW_SECRET = `node -e 'console.log("whsec_" + require("crypto").randomBytes(32).toString("base64"))'`;
const PARTLY = "has entries that are not whsec_ and base64, which open nothing";
const MALFORMED = "is not whsec_ and base64 of 24 to 64 bytes";

const ADVICE: Record<string, Advice> = {
  webhook_secret: {
    variable: "WEBHOOK_SECRET",
    why: "The functions refuse the calls of the database: repairs, mails and deployments do not begin",
    value: "<the secret of Vault>",
    told: {
      missing: "is not set",
      malformed: MALFORMED,
      partly: PARTLY,
      differs: "is not the secret that Vault has",
    },
  },
  record_error_secret: {
    variable: "RECORD_ERROR_SECRET",
    why: "The reports of executors are refused, and kept in their outboxes until it is mended",
    value: "<the secret that the executors have>",
    made: NEW_SECRET,
    told: { missing: "is not set", malformed: MALFORMED, partly: PARTLY },
  },
  resend_webhook_secret: {
    variable: "RESEND_WEBHOOK_SECRET",
    why: "Bounces and complaints stay unknown, and mails go on to addresses that do not take them",
    value: "<signing secret of the webhook at Resend>",
    told: { malformed: MALFORMED, partly: PARTLY, off: "is not set" },
  },
  operator_webhook: {
    variable: "OPERATOR_WEBHOOK_URL",
    why: "Operators are told in the app and by mail only",
    value: "https://<receiver>",
    told: { malformed: "is not an https address", off: "is not set" },
  },
  operator_webhook_secret: {
    variable: "OPERATOR_WEBHOOK_SECRET",
    why: "The receiver of alerts cannot tell them from others' calls, so none is sent",
    value: "<the secret that the receiver has>",
    made: NEW_SECRET,
    told: { missing: "is not set", malformed: MALFORMED, partly: PARTLY },
  },
  metrics_token: {
    variable: "METRICS_TOKEN",
    why: "Prometheus reads the metrics with a secret key, which opens everything, or not at all",
    value: "<the token that Prometheus sends>",
    made: "openssl rand -hex 32",
    told: { weak: "has a token of less than 32 characters", off: "is not set" },
  },
  executor_token: {
    variable: "EXECUTOR_TOKEN",
    why:
      "Where the executor wants a token: returns, and deployments that are tried again after the user has gone, fail; so do proofs that need candles",
    value: "<what the executor takes as bearer token>",
    told: { off: "is not set" },
  },
  app_url: {
    variable: "APP_URL",
    why: "Links in mails lead nowhere",
    value: "https://<where the app is served>",
    told: { missing: "is not set", malformed: "is not an https address" },
  },
};

/** The functions' variables; null for a check that is another group's. */
export function checkVariable(target: Target, { name, code }: Check): Finding | null {
  const advice = ADVICE[name];
  if (advice === undefined) return null;
  const { variable, why, value, made, told } = advice;
  if (code === null) return ok("secrets", name, `${variable} is set`);
  return {
    group: "secrets",
    status: code === "off" || code === "partly" ? "warning" : "failed",
    code: `${name}_${code}`,
    what: `${variable} ${told[code] ?? code}`,
    why: code === "partly" ? "Somebody may count on an entry that is not one" : why,
    mend: code === "differs"
      ? `${READ_VAULT}\n${setVariable(target, variable, "<what it says>")}`
      : `${made === undefined ? "" : `${made}    # a new one, where there is none\n`}${
        setVariable(target, variable, value)
      }`,
  };
}
