import { gunzipSync } from "node:zlib";
import type postgres from "postgres";

const ARCHIVE = new URL("../../node_modules/@electric-sql/pglite-pgtap/dist/pgtap.tar.gz", import.meta.url);
const SCRIPT = /^\.?\/?share\/postgresql\/extension\/pgtap--\d+\.\d+\.\d+\.sql$/;
const BLOCK = 512;

/** Loads pgTAP (https://pgtap.org) into the schema extensions, where `supabase test db` has it too. */
export async function installPgTap(sql: postgres.Sql): Promise<void> {
  const script = findInTar(gunzipSync(await Deno.readFile(ARCHIVE)));
  await sql.begin(async (transaction) => {
    await transaction`set local search_path = extensions`;
    await transaction.unsafe(script).simple();
    await transaction.unsafe(
      "grant usage on schema extensions to public; grant execute on all functions in schema extensions to public",
    ).simple();
  });
}

// Of the tar format only what this archive needs: a 512-byte header (name at 0, size in octal at 124), then the content.
function findInTar(archive: Uint8Array): string {
  const decoder = new TextDecoder();
  for (let at = 0; at + BLOCK <= archive.length;) {
    const field = (from: number, length: number): string =>
      decoder.decode(archive.subarray(at + from, at + from + length)).split("\0")[0] ?? "";
    const size = parseInt(field(124, 12), 8) || 0;
    if (SCRIPT.test(field(0, 100))) return decoder.decode(archive.subarray(at + BLOCK, at + BLOCK + size));
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw new Error(`Cannot find pgTAP's script in ${ARCHIVE.pathname}: the package has changed`);
}
