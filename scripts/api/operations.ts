// Every function has its entry here: tests compare this list with supabase/config.toml.
import type { Operation } from "./operation.ts";
import { bells } from "./operations-bells.ts";
import { decisions } from "./operations-decisions.ts";
import { mails } from "./operations-mails.ts";
import { reference } from "./operations-reference.ts";
import { operators } from "./operations-operators.ts";
import { reports } from "./operations-reports.ts";

export const operations: Operation[] = [
  ...reports,
  ...decisions,
  ...operators,
  ...mails,
  ...bells,
  ...reference,
];
