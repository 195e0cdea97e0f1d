// Format, lint, types on both Denos, secrets, dependencies, drift of generated files, SQL advisors. Prints each finding; exit code 1 if there is one.
import { messageOf } from "../supabase/functions/_shared/errors.ts";
import { startStack } from "../local/stack.ts";
import { catalogueText } from "./build-catalogue.ts";
import { UNINSTALL_FILE, uninstallScript } from "./build-uninstall.ts";
import { checkBundles } from "./bundle-sizes.ts";
import { checkAdvisories, checkLock } from "./dependencies.ts";
import { adviseOn, generateTypes, TYPES_FILE } from "./database-tools.ts";
import { CATALOGUE_FILE } from "./doctor/catalogue.ts";
import { checkSecrets } from "./tracked-secrets.ts";
import { checkWebSizes } from "./web-sizes.ts";

const FUNCTIONS = "supabase/functions/";
const GO_MODULES = ["runtime", "clients/go"];
const deno = Deno.execPath();
const edge = ["node", "scripts/deno.mjs", "--edge"];

/** The steps whose numbers are worth reading also when they pass. */
const MEASURED = [
  "bundles of the functions",
  "scripts of the web app",
  "origin and licences of packages",
  "known faults of packages",
];

let failed = 0;

await step("format", () => run([deno, "fmt", "--check", "--quiet"]));
await step("lint", () => run([deno, "lint", "--quiet"]));
await step("format and vet of Go", async () => {
  const unformatted = await run(["gofmt", "-l", ...GO_MODULES]);
  if (unformatted !== "") throw new Error(`Run gofmt -w on:\n${unformatted}`);
  for (const folder of GO_MODULES) await run(["go", "vet", "./..."], folder);
});
await step(
  "types",
  () =>
    run([
      deno,
      "check",
      "--quiet",
      FUNCTIONS,
      "clients",
      "local",
      "scripts",
      "tests",
      "evals",
      "bench",
    ]),
);
await step("types of the functions on Deno 2.1.4", async () => {
  await run([...edge, "check", "--quiet", "--config", "deno.json", ...await filesOf(FUNCTIONS)]);
});
await step(
  "types of what browsers load",
  () => run(["node", "node_modules/typescript/bin/tsc", "--project", "tsconfig.json"]),
);
await step("pinned versions of the functions", checkImportMap);
await step(
  "prompt module",
  () => run([deno, "run", "--allow-all", "--no-check", "scripts/build-prompt.ts", "--check"]),
);
await step(
  "API reference",
  () => run([deno, "run", "--allow-all", "--no-check", "scripts/build-api-reference.ts", "--check"]),
);
await step(
  "error codes",
  () => run([deno, "run", "--allow-all", "--no-check", "scripts/error-codes.ts"]),
);
await step(
  "filter runtime",
  () => run([deno, "run", "--allow-all", "--no-check", "scripts/build-runtime.ts", "--check"]),
);
await step("no secrets in git", checkSecrets);
await step("origin and licences of packages", checkLock);
await step("known faults of packages", checkAdvisories);
await step("Go modules as they were pinned", async () => {
  for (const folder of GO_MODULES) await run(["go", "mod", "verify"], folder);
});
await step("bundles of the functions", checkBundles);
await step("scripts of the web app", checkWebSizes);
await step("database", checkDatabase);

console.log(failed === 0 ? "All checks passed" : `${failed} checks failed`);
Deno.exitCode = failed === 0 ? 0 : 1;

async function step(name: string, check: () => Promise<unknown>): Promise<void> {
  try {
    const report = await check();
    console.log(`ok      ${name}`);
    if (MEASURED.includes(name)) console.log(String(report).replace(/^/gm, "        "));
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}\n${messageOf(error).trim().replace(/^/gm, "    ")}`);
  }
}

async function run([program = "", ...args]: string[], cwd?: string): Promise<string> {
  const command = new Deno.Command(program, { args, env: { NO_COLOR: "1" }, ...(cwd ? { cwd } : {}) });
  const { success, stdout, stderr } = await command.output();
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  if (!success) throw new Error(decode(stdout) + decode(stderr));
  return decode(stdout);
}

async function filesOf(folder: string): Promise<string[]> {
  const files = await run(["git", "ls-files", "--cached", "--others", "--exclude-standard", folder]);
  return files.split("\n").filter((file) => /\.tsx?$/.test(file));
}

/** The functions are deployed with their own import map; what they are tested with is package.json. */
async function checkImportMap(): Promise<void> {
  const { imports } = JSON.parse(await Deno.readTextFile(`${FUNCTIONS}deno.json`)) as {
    imports: Record<string, string>;
  };
  const { dependencies } = JSON.parse(await Deno.readTextFile("package.json")) as {
    dependencies: Record<string, string>;
  };
  for (const [name, target] of Object.entries(imports)) {
    const [, pack = "", version = ""] = /^npm:((?:@[^/]+\/)?[^@/]+)@([^/]+)/.exec(target) ?? [];
    if (dependencies[pack] !== version) {
      throw new Error(
        `${FUNCTIONS}deno.json has ${name} at ${version}, package.json at ${
          dependencies[pack]
        }: make them equal`,
      );
    }
  }
}

async function checkDatabase(): Promise<void> {
  await using stack = await startStack({ apiPort: 0, dbPort: 0, mailPort: 0 });
  const findings = await adviseOn(stack.dbUrl);
  if (findings.length > 0) throw new Error(findings.join("\n"));
  if (await generateTypes(stack.dbUrl) !== await Deno.readTextFile(TYPES_FILE)) {
    throw new Error(`${TYPES_FILE} is not what the migrations give: run npm run gen:types`);
  }
  if (await uninstallScript(stack.sql) !== await Deno.readTextFile(UNINSTALL_FILE)) {
    throw new Error(`${UNINSTALL_FILE} is not what the migrations give: run npm run build:uninstall`);
  }
  if (await catalogueText(stack.sql) !== await Deno.readTextFile(CATALOGUE_FILE)) {
    throw new Error(`${CATALOGUE_FILE} is not what the migrations give: run npm run build:catalogue`);
  }
}
