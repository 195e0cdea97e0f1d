/** The texts of all files below a folder whose path fits, in the order of their paths. */
export async function walk(folder: string, pattern: RegExp): Promise<string[]> {
  const texts: string[] = [];
  const entries = await Array.fromAsync(Deno.readDir(folder));
  for (const { name, isDirectory } of entries.toSorted((a, b) => a.name < b.name ? -1 : 1)) {
    const path = `${folder}/${name}`;
    if (isDirectory) texts.push(...await walk(path, pattern));
    else if (pattern.test(path)) texts.push(await Deno.readTextFile(path));
  }
  return texts;
}
