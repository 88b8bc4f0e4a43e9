import { cp, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface PackedPackage {
  /** The packed file, in a folder of its own. */
  tarball: string;
  folder: string;
  /** What it holds. */
  files: string[];
}

/** Packs what would be published, from a clean build aside, so that neither an old build nor other tests are in the way. */
export async function packPackage(below = tmpdir()): Promise<PackedPackage> {
  const folder = await mkdtemp(join(below, "odoo-typed-mcp-pack-"));
  const tsc = join(ROOT, "node_modules", ".bin", "tsc");
  // The types were checked by the run's own build.
  const build = ["-p", "tsconfig.build.json", "--noCheck", "--outDir", join(folder, "dist")];
  await execa(tsc, build, { cwd: ROOT });
  const copied = ["package.json", "odoo-models.schema.json", "LICENSE", "README.md", "CHANGELOG.md", "SECURITY.md"];
  // Beside what is published, some of what must not be.
  for (const file of [...copied, "biome.json", "docs", "generated", "tsconfig.json"])
    await cp(join(ROOT, file), join(folder, file), { recursive: true });
  const { stdout } = await execa("npm", ["pack", "--ignore-scripts", "--json"], { cwd: folder });
  const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  if (!packed) throw new Error("npm pack packed nothing.");
  return { folder, tarball: join(folder, packed.filename), files: packed.files.map(({ path }) => path).sort() };
}
