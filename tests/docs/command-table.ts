// Every command that the pages name, with the test that runs it.

/** What shows that a command works. */
export type Proof =
  /** The test that runs its script, and how that script is called there. */
  | { test: string; holds: string }
  /** It is run here, in place of what would change the checkout or call a platform with the arguments given. */
  | { run: string[]; cwd?: string; env?: Record<string, string> }
  /** It is started here, says this, and is stopped. */
  | { start: string[]; says: RegExp; env?: Record<string, string> }
  /** Nothing runs it, for this reason. */
  | { unrun: string };

const npm = (...args: string[]): string[] => ["npm", "run", ...args];
const help = (...args: string[]): Proof => ({ run: ["npx", "supabase", ...args, "--help"] });
const DEPLOY = "tests/commands/deploy.test.ts";
const DOCTOR = "tests/commands/doctor-broken.test.ts";
const LIVE = "tests/local/lifecycle.test.ts";

/** By what a command begins with; the longest that fits is meant. */
export const COMMANDS: Record<string, Proof> = {
  "npm install": { test: ".ci/run", holds: "npm install" },
  "npm run demo": { test: "tests/demo/demo.test.ts", holds: "local/demo/demo.ts" },
  "npm run demo -- --help": { run: npm("demo", "--", "--help") },
  "npm run demo -- --once --json": { test: "tests/demo/demo.test.ts", holds: "--once --json" },
  "npm run demo -- --accept": {
    start: npm(
      "demo",
      "--",
      "--accept",
      "--page-port",
      "0",
      "--port",
      "0",
      "--db-port",
      "0",
      "--mail-port",
      "0",
    ),
    says: / accepted /,
  },
  "npm run stack": { test: LIVE, holds: "local/main.ts" },
  "npm run model": { test: "tests/local/model-server.test.ts", holds: "local/model-server/main.ts" },
  "npm test": { test: ".ci/run", holds: "npm test" },
  "npm test -- chaos": { test: "scripts/test.ts", holds: `name: "chaos"` },
  "npm run check": { test: ".ci/run", holds: "npm run check" },
  "npm run fmt": { test: "scripts/check.ts", holds: `"fmt", "--check"` },
  "npm run chaos --": { run: npm("chaos", "--", "--help") },
  "npm run fuzz": { test: "scripts/test.ts", holds: "scripts/fuzz.ts" },
  "npm run eval": { test: "evals/run-eval.ts", holds: "eval.ts" },
  "npm run eval -- --model": { test: "evals/eval-model.test.ts", holds: "--max-usd" },
  "npm run bench --": { test: "tests/commands/bench.test.ts", holds: "bench/bench.ts" },
  "npm run filter --": { test: "tests/commands/filter.test.ts", holds: "scripts/filter.ts" },
  "npm run prompt:push": { test: "tests/commands/push-prompt.test.ts", holds: "scripts/push-prompt.ts" },
  "npm run build:api": { run: npm("build:api", "--", "--check") },
  "npm run build:prompt": { run: npm("build:prompt", "--", "--check") },
  "npm run build:runtime": { test: "scripts/check.ts", holds: "scripts/build-runtime.ts" },
  "npm run build:web": { test: "tests/web/app.ts", holds: "buildWebApp" },
  "npm run preview:web": { start: npm("preview:web"), says: /http:\/\/127\.0\.0\.1:\d+/, env: { PORT: "0" } },
  "npm run dev:web": { start: npm("dev:web", "--", "--port", "0"), says: /Local:.*http:\/\// },
  "npm run build:uninstall": { test: "scripts/check.ts", holds: "uninstallScript" },
  "npm run build:catalogue": { test: "scripts/check.ts", holds: "catalogueText" },
  "npm run gen:types": { test: "scripts/check.ts", holds: "generateTypes" },
  "npm run mails": { run: npm("mails") },
  "npm run screenshots": {
    unrun: "it takes minutes and writes what is in git; what it drives is driven by tests/web",
  },
  "node -e": {
    run: ["node", "-e", `console.log("whsec_" + require("crypto").randomBytes(32).toString("base64"))`],
  },
  "openssl rand": { run: ["openssl", "rand", "-hex", "32"] },
  "printf %s": { test: "supabase/functions/_shared/executor-token.test.ts", holds: "docs/deploy.md" },
  "node scripts/deno.mjs --edge": { run: ["node", "scripts/deno.mjs", "--edge", "--version"] },
  "npm run delete-user --": { test: "tests/commands/delete-user.test.ts", holds: "scripts/delete-user.ts" },
  "npm run doctor": { test: "tests/support/doctor.ts", holds: "scripts/doctor.ts" },
  "npm run doctor -- --only": { test: DOCTOR, holds: `"--only", "database"` },
  "npm run doctor -- --skip": { test: DOCTOR, holds: `"--skip", "functions"` },
  "npm run doctor -- --keep": { test: DOCTOR, holds: `"--keep", "mine"` },
  "npm run release --": { test: "tests/commands/release.ts", holds: "scripts/release.ts" },
  "npm run release -- ../my-project --keep": { test: "tests/commands/release.test.ts", holds: `"--keep"` },
  "npm run release -- ../my-project --remove": { test: DEPLOY, holds: `"--remove"` },
  "npx supabase link": { test: DEPLOY, holds: `"link", "--project-ref"` },
  "npx supabase db push": { test: DEPLOY, holds: `"db", "push", "--include-all"` },
  "npx supabase db query": { test: DEPLOY, holds: `"db", "query"` },
  "npx supabase secrets list": help("secrets", "list"),
  "npx supabase secrets set": { test: DEPLOY, holds: `"secrets", "set", "--env-file"` },
  "npx supabase functions deploy": { test: DEPLOY, holds: `"functions", "deploy", "--use-api"` },
  "npx supabase functions delete": { test: DEPLOY, holds: `"functions", "delete"` },
  "npx supabase config push": help("config", "push"),
  "supabase db push": { test: "local/migrate.ts", holds: `"push"` },
  "supabase config push": help("config", "push"),
  "supabase start": help("start"),
  "supabase test db": help("test", "db"),
  "cd runtime": { run: ["go", "list", "./..."], cwd: "runtime" },
  "go test": { test: "scripts/test.ts", holds: `"go", "test", "-race"` },
  "go test -run Crowd": { test: "clients/go/load_test.go", holds: "UnderACrowd(" },
  "go test -bench Report": { test: "clients/go/load_test.go", holds: "BenchmarkReport(" },
  "go test -fuzz FuzzReadSegment": { test: "clients/go/segment_test.go", holds: "func FuzzReadSegment(" },
  "go run ./examples/executor": { test: "tests/clients/go-executor.test.ts", holds: "examples/executor" },
};
