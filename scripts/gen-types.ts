// Regenerates the database types from the migrations, on a database of its own.
import { startStack } from "../local/stack.ts";
import { generateTypes, TYPES_FILE } from "./database-tools.ts";

await using stack = await startStack({ apiPort: 0, dbPort: 0, mailPort: 0 });
await Deno.writeTextFile(TYPES_FILE, await generateTypes(stack.dbUrl));
console.log(`Wrote ${TYPES_FILE}`);
