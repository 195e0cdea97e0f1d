// Group secrets: what Vault and the functions' variables hold, and whether the two fit.
import type { Check } from "../../supabase/functions/diagnose/check.ts";
import type { Installation } from "./database.ts";
import { type Finding, ok } from "./finding.ts";
import { setVariable, type Target } from "./target.ts";

const NEW_SECRET =
  `$(node -e 'console.log("whsec_" + require("crypto").randomBytes(32).toString("base64"))')`;
const SAME_SECRET =
  "vault.update_secret(id, '<the value of WEBHOOK_SECRET>') from vault.secrets where name = 'recovery_webhook_secret'";

/** What the database has of its own, in Vault. */
export function checkVault(target: Target, found: Installation): Finding[] {
  return [functionsUrl(target, found.functions_url), vaultSecret(found.webhook_secret)];
}

function functionsUrl({ url, kind }: Target, value: string | null): Finding {
  const wanted = `${url}/functions/v1`;
  const why =
    "The database cannot call the functions: repairs, mails and deployments wait until they are asked for by hand";
  if (value === null) {
    return failed(
      "functions_url_missing",
      "Vault has no recovery_functions_url",
      why,
      `select vault.create_secret('${wanted}', 'recovery_functions_url');`,
    );
  }
  // Inside a network of its own the address is another one; the round trip shows whether it is right.
  const isRight = kind === "hosted" ? value === wanted : URL.canParse(value) && !value.endsWith("/");
  if (isRight) return ok("secrets", "functions_url", `The database calls the functions at ${value}`);
  return failed(
    "functions_url_wrong",
    `Vault's recovery_functions_url is ${value}, where ${wanted} is meant`,
    why,
    `select vault.update_secret(id, '${wanted}') from vault.secrets where name = 'recovery_functions_url';`,
  );
}

function vaultSecret(form: Installation["webhook_secret"]): Finding {
  if (form === "well_formed") return ok("secrets", "vault_secret", "Vault has recovery_webhook_secret");
  const why = "The database cannot sign its calls, so no function takes them";
  return form === "missing"
    ? failed(
      "vault_secret_missing",
      "Vault has no recovery_webhook_secret",
      why,
      "select vault.create_secret('<the value of WEBHOOK_SECRET>', 'recovery_webhook_secret');",
    )
    : failed(
      "vault_secret_malformed",
      "Vault's recovery_webhook_secret is not whsec_ and base64 of 24 to 64 bytes",
      why,
      `select ${SAME_SECRET};`,
    );
}

interface Advice {
  variable: string;
  /** What it is good for: what is not there without it. */
  why: string;
  value: string;
  /** By code; what of them is worse than a warning. */
  told: Record<string, string>;
}

const ADVICE: Record<string, Advice> = {
  webhook_secret: {
    variable: "WEBHOOK_SECRET",
    why: "The functions refuse the calls of the database: repairs, mails and deployments do not begin",
    value: "<the secret of Vault>",
    told: {
      missing: "is not set",
      malformed: "is not whsec_ and base64 of 24 to 64 bytes",
      differs: "is not the secret that Vault has",
    },
  },
  record_error_secret: {
    variable: "RECORD_ERROR_SECRET",
    why: "The reports of executors are refused, and kept in their outboxes until it is mended",
    value: NEW_SECRET,
    told: { missing: "is not set", malformed: "is not whsec_ and base64 of 24 to 64 bytes" },
  },
  resend_webhook_secret: {
    variable: "RESEND_WEBHOOK_SECRET",
    why: "Bounces and complaints stay unknown, and mails go on to addresses that do not take them",
    value: "<signing secret of the webhook at Resend>",
    told: { malformed: "is not whsec_ and base64", off: "is not set" },
  },
  operator_webhook: {
    variable: "OPERATOR_WEBHOOK_URL",
    why: "Operators are told in the app and by mail only",
    value: "https://<receiver>",
    told: {
      malformed: "is not an https address with an OPERATOR_WEBHOOK_SECRET of the form whsec_ and base64",
      off: "is not set",
    },
  },
  metrics_token: {
    variable: "METRICS_TOKEN",
    why: "Prometheus reads the metrics with a secret key, which opens everything, or not at all",
    value: "$(openssl rand -hex 32)",
    told: { weak: "is shorter than 32 characters", off: "is not set" },
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
  const { variable, why, value, told } = advice;
  if (code === null) return ok("secrets", name, `${variable} is set`);
  return {
    group: "secrets",
    status: code === "off" ? "warning" : "failed",
    code: `${name}_${code}`,
    what: `${variable} ${told[code] ?? code}`,
    why,
    mend: code === "differs" ? `select ${SAME_SECRET};` : setVariable(target, variable, value),
  };
}

function failed(code: string, what: string, why: string, mend: string): Finding {
  return { group: "secrets", status: "failed", code, what, why, mend };
}
