// Group services: what the functions call, as `diagnose` saw it from where they run.
import type { Check } from "../../supabase/functions/diagnose/check.ts";
import { type Finding, ok } from "./finding.ts";
import { setVariable, type Target } from "./target.ts";

interface Advice {
  service: string;
  why: string;
  /** The variable that opens it, and what it should be. */
  key: [variable: string, value: string];
  /** The variable that says where it is. */
  address: [variable: string, value: string];
  /** Whether it has no address of its own. */
  isElsewhere?: true;
}

const SENDER: [variable: string, value: string] = ["EMAIL_FROM", "Name <name@a-domain-verified-at-resend>"];

const ADVICE: Record<string, Advice> = {
  executor: {
    service: "The executor",
    why: "Code that is accepted does not reach it, and proofs that need candles are not made",
    key: ["EXECUTOR_TOKEN", "<what the executor takes as bearer token>"],
    address: ["EXECUTOR_URL", "https://<the executor>"],
    isElsewhere: true,
  },
  mail: {
    service: "Resend",
    why: "Users are told in the app only; their mails wait, a day at most",
    key: ["RESEND_API_KEY", "<a key of resend.com/api-keys>"],
    address: ["RESEND_BASE_URL", "<where mails are handed over>"],
  },
  model: {
    service: "The language model",
    why: "What the repair rules do not mend waits",
    key: ["OPENAI_API_KEY", "<a key of the provider>"],
    address: ["OPENAI_BASE_URL", "<the provider's address, up to /v1>"],
  },
  braintrust: {
    service: "Braintrust",
    why: "Attempts leave no trace there, and the committed prompt is used",
    key: ["BRAINTRUST_API_KEY", "<a key of braintrust.dev>"],
    address: ["BRAINTRUST_APP_URL", "<where Braintrust is hosted; unset for braintrust.dev>"],
  },
};

/** What is wrong with a service, and which variable it is about. */
interface Told {
  what: (service: string, detail: string) => string;
  about: "key" | "address" | "detail" | "none";
  status?: "warning";
}

const TOLD: Record<string, Told> = {
  off: { what: (service) => `${service} is not set up`, about: "key", status: "warning" },
  unreachable: { what: (service) => `${service} is not reached from the functions`, about: "address" },
  malformed: { what: (service) => `The address of ${service.toLowerCase()} is none`, about: "address" },
  refused: { what: (service, detail) => `${service} refuses the key: ${detail}`, about: "key" },
  unavailable: {
    what: (service, detail) => `${service} has trouble, or is asked too often: it answers ${detail}`,
    about: "none",
    status: "warning",
  },
  unexpected: {
    what: (service, detail) => `${service} answers ${detail || "what nobody expects"}`,
    about: "address",
  },
  incomplete: { what: (_service, detail) => `Mail is half set up: ${detail} is not set`, about: "detail" },
  sender_malformed: { what: () => "EMAIL_FROM is no sender", about: "detail" },
  domain_unverified: {
    what: (service, detail) => `${service} has not verified the domain ${detail} of EMAIL_FROM`,
    about: "none",
  },
  misconfigured: { what: (_service, detail) => detail, about: "none" },
  not_listed: {
    what: (service, detail) => `${service} is reached, but does not say which models it has: ${detail}`,
    about: "none",
    status: "warning",
  },
  model_unlisted: {
    what: (service, detail) => `${service} ${detail} is not among those that the provider lists`,
    about: "none",
    status: "warning",
  },
};

/** By code, where no variable mends it. */
const DO: Record<string, string> = {
  unavailable: "Run this again later; what waits is tried again",
  domain_unverified: "Verify it at resend.com/domains, or send from one that is verified",
  misconfigured: "See docs/deploy.md, step 4",
  not_listed: "Nothing, if repairs by the model come: a gateway or a restricted key may not show it",
  model_unlisted: "Set OPENAI_MODEL to one that it serves, unless it serves this one under a name of its own",
};

/** Null for a check that is not about a service. */
export function checkService(target: Target, { name, code, detail = "" }: Check): Finding | null {
  const advice = ADVICE[name];
  if (advice === undefined) return null;
  const { service, why } = advice;
  if (code === null) {
    return ok("services", name, `${service} is reached${detail === "" ? "" : `: ${detail}`}`);
  }
  const told = TOLD[code];
  return {
    group: "services",
    status: told?.status ?? "failed",
    code: `${name}_${code}`,
    what: told?.what(service, detail) ?? `${service}: ${code} ${detail}`,
    why,
    mend: remedy(target, advice, told?.about ?? "none", code, detail),
  };
}

function remedy(target: Target, advice: Advice, about: Told["about"], code: string, detail: string): string {
  if (about === "none") return DO[code] ?? "See docs/deploy.md";
  if (about === "detail" && detail === "RESEND_API_KEY") return setVariable(target, ...advice.key);
  if (about === "detail") return setVariable(target, ...SENDER);
  // The executor has an address of its own; the others have the provider's unless one is set.
  const isKey = about === "key" && !(code === "off" && advice.address[0] === "EXECUTOR_URL");
  if (isKey) return setVariable(target, ...advice.key);
  return advice.isElsewhere
    ? setVariable(target, ...advice.address)
    : `Look at its status page, and at ${advice.address[0]} if that is set`;
}
