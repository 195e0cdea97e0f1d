// What the lock file pins: where it comes from, under which licence, and whether anything is known against it.
import { messageOf } from "../supabase/functions/_shared/errors.ts";

export interface LockedPackage {
  version?: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  dev?: boolean;
  /** For development, and besides where a package outside of it says that it can do with it. */
  devOptional?: boolean;
  /** Comes within the archive of the package above it, which has the integrity. */
  inBundle?: boolean;
  link?: boolean;
}
export type Lock = Record<string, LockedPackage>;

const REGISTRY = "https://registry.npmjs.org/";
const AUDIT_LIMIT_MS = 60_000;

/** Licences that ask for no more than being named: what is under them may be bundled. */
const PERMISSIVE = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Python-2.0",
  "Unlicense",
]);

/** Builds style sheets and is not delivered; npm marks its binaries of other platforms as if it were. */
const BUILD_TOOL = /^node_modules\/lightningcss(?:-[\w-]+)?$/;

/** Packages that nothing says the content of, or that come from elsewhere than the registry. */
export function unpinned(lock: Lock): string[] {
  return packagesOf(lock).flatMap(([path, { version, resolved, integrity, inBundle }]) => {
    if (inBundle) return [];
    if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? "")) {
      return [`${path} ${version}: its integrity must be a SHA-512, got ${integrity ?? "nothing"}`];
    }
    // npm may leave it out, and then takes the registry that it is set to; the integrity holds either way.
    return resolved === undefined || resolved.startsWith(REGISTRY)
      ? []
      : [`${path} ${version}: must come from ${REGISTRY}, got ${resolved}`];
  });
}

/** Packages outside development whose licence is unknown or asks for more than being named. */
export function unlicensed(lock: Lock): string[] {
  return packagesOf(lock).filter(([path, entry]) => isDelivered(entry) && !BUILD_TOOL.test(path)).flatMap((
    [path, { license }],
  ) =>
    isPermissive(license)
      ? []
      : [`${path}: its licence must be a permissive one, got ${license ?? "nothing"}`]
  );
}

/** An expression such as `(MIT OR GPL-3.0)` leaves the choice; one with AND does not. */
function isPermissive(license: string | undefined): boolean {
  if (license === undefined) return false;
  const choices = license.replaceAll(/[()]/g, "").split(/ OR /i);
  return choices.some((choice) => choice.split(/ AND /i).every((name) => PERMISSIVE.has(name.trim())));
}

function isDelivered({ dev, devOptional }: LockedPackage): boolean {
  return !dev && !devOptional;
}

function packagesOf(lock: Lock): [string, LockedPackage][] {
  return Object.entries(lock).filter(([path, { link }]) => path !== "" && !link);
}

/** Throws with what is wrong; how many packages were looked at otherwise. */
export async function checkLock(): Promise<string> {
  const { packages: lock } = JSON.parse(await Deno.readTextFile("package-lock.json")) as { packages: Lock };
  const installed = await Promise.all(
    Object.entries(lock).map(async ([path, entry]): Promise<[string, LockedPackage]> => {
      const license = path === "" ? undefined : await licenceOf(path);
      return [path, license === undefined ? entry : { ...entry, license }];
    }),
  );
  const problems = [...unpinned(lock), ...unlicensed(Object.fromEntries(installed))];
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const packages = packagesOf(lock);
  return `${packages.length} packages, ${
    packages.filter(([, entry]) => isDelivered(entry)).length
  } outside development`;
}

/** What the package says itself; undefined where it is not installed, as for another platform. */
async function licenceOf(path: string): Promise<string | undefined> {
  try {
    const { license } = JSON.parse(await Deno.readTextFile(`${path}/package.json`));
    return typeof license === "string" ? license : license?.type;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Throws with what is known against packages outside development; says so where the registry does not answer. */
export async function checkAdvisories(): Promise<string> {
  const { stdout } = await new Deno.Command("npm", {
    args: ["audit", "--omit=dev", "--json"],
    signal: AbortSignal.timeout(AUDIT_LIMIT_MS),
  }).output();
  return readAudit(new TextDecoder().decode(stdout));
}

/** Reads npm's report. */
export function readAudit(report: string): string {
  let audit: {
    vulnerabilities?: Record<string, { severity: string }>;
    message?: string;
    error?: { summary?: string };
  };
  try {
    audit = JSON.parse(report);
  } catch (error) {
    return `WARNING: the registry could not be asked: ${messageOf(error)}`;
  }
  if (audit.vulnerabilities === undefined) {
    return `WARNING: the registry could not be asked: ${
      audit.message ?? audit.error?.summary ?? "no report"
    }`;
  }
  const known = Object.entries(audit.vulnerabilities).map(([name, { severity }]) => `${name}: ${severity}`);
  if (known.length > 0) throw new Error(`Run npm audit --omit=dev and update:\n${known.join("\n")}`);
  return "nothing is known against them";
}
