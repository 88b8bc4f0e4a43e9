import { copyFile, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest } from "../../src/tools/generated/manifest.js";

/** A new generated folder whose manifest has as many tools: those of `generated`, as often as needed under other names. */
export async function withTools(generated: string, count: number): Promise<string> {
  const manifest = JSON.parse(await readFile(join(generated, "manifest.json"), "utf8")) as Manifest;
  const tools = Array.from({ length: count }, (_, number) => {
    const entry = manifest.tools[number % manifest.tools.length] as Manifest["tools"][number];
    return { ...entry, tool: { ...entry.tool, name: `t${number}_${entry.tool.name}`.slice(0, 48) } };
  });
  const folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-tools-"));
  await writeFile(join(folder, "manifest.json"), JSON.stringify({ ...manifest, tools }));
  await copyFile(join(generated, "schema.json"), join(folder, "schema.json"));
  return folder;
}
