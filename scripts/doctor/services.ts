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
}

const ADVICE: Record<string, Advice> = {
  executor: {
    service: "The executor",
    why: "Code that is accepted does not reach it, and proofs that need candles are not made",
    key: ["EXECUTOR_TOKEN", "<what the executor takes as bearer token>"],
    address: ["EXECUTOR_URL", "https://<the executor>"],
  },
  mail: {
    service: "Resend",
    why: "Users are told in the app only; their mails wait, a day at most",
    key: ["RESEND_API_KEY", "<a key of resend.com/api-keys>"],
    address: ["EMAIL_FROM", "Name <name@a-domain-verified-at-resend>"],
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
  off: { what: (service) => `${service} is not set up`, about: "address", status: "warning" },
  unreachable: { what: (service) => `${service} is not reached from the functions`, about: "address" },
  malformed: { what: (service) => `The address of ${service.toLowerCase()} is none`, about: "address" },
  refused: { what: (service, detail) => `${service} refuses the key: ${detail}`, about: "key" },
  unavailable: { what: (service, detail) => `${service} has trouble: it answers ${detail}`, about: "none" },
  unexpected: {
    what: (service, detail) => `${service} answers ${detail || "what nobody expects"}`,
    about: "address",
  },
  incomplete: { what: (_service, detail) => `Mail is half set up: ${detail} is not set`, about: "detail" },
  sender_malformed: { what: () => "EMAIL_FROM is no sender", about: "address" },
  domain_unverified: {
    what: (service, detail) => `${service} has not verified the domain ${detail} of EMAIL_FROM`,
    about: "none",
  },
  misconfigured: { what: (_service, detail) => detail, about: "none" },
  model_unlisted: {
    what: (service, detail) => `${service} ${detail} is not among those that the provider lists`,
    about: "none",
    status: "warning",
  },
};

/** By code, where no variable mends it. */
const DO: Record<string, string> = {
  unavailable: "Look at its status page; what waits is tried again",
  domain_unverified: "Verify it at resend.com/domains, or send from one that is verified",
  misconfigured: "See docs/deploy.md, step 4",
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
  // Without an address the provider's own is meant, so what is missing is the key.
  const isOwn = code === "off" && advice.key[0] !== "EXECUTOR_TOKEN";
  const [variable, value] = about === "key" || isOwn || detail === advice.key[0]
    ? advice.key
    : advice.address;
  return setVariable(target, variable, value);
}
