/** Packages of the standard library of which the module needs little or nothing. */
const REPLACED = ["crypto/sha256", "flag", "go/build", "os/exec"];

/**
 * Writes a file for `go build -overlay` that puts our own small packages in `overlay` in the place of packages of the
 * standard library, which would bring much more with them. Returns the file's path.
 * Format: `go help build`, at -overlay; a path to nothing is a file that is not there.
 */
export async function writeOverlay(folder: string, overlay: string, goRoot: string): Promise<string> {
  const replace: Record<string, string> = {};
  for (const name of REPLACED) {
    const original = `${goRoot}/src/${name}`;
    for (const file of await sources(original)) replace[`${original}/${file}`] = "";
    for (const file of await sources(`${overlay}/${name}`)) {
      replace[`${original}/${file}`] = `${overlay}/${name}/${file}`;
    }
  }
  const path = `${folder}/overlay.json`;
  await Deno.writeTextFile(path, JSON.stringify({ Replace: replace }));
  return path;
}

/** The names of the files of a package without its tests. */
async function sources(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && /\.(go|s)$/.test(name) && !name.endsWith("_test.go")) names.push(name);
  }
  if (names.length === 0) throw new Error(`There is no package in ${folder}`);
  return names.sort();
}
