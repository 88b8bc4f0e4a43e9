import { copyFile, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeOdoo } from "./odoos.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const readme = await readFile(join(ROOT, "README.md"), "utf8");

/** The contents of the fenced blocks of one language. */
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^ *\`\`\`${language}\\n(.*?)^ *\`\`\``, "gms"))].map(([, text]) => text ?? "");
const commands = blocks("sh").flatMap((block) =>
  block
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean),
);

describeOdoo("19", "README", ({ admin }) => {
  let folder: string;
  let transcript: string;

  beforeAll(async () => {
    // A copy of what a clone has after `npm ci`, so that commands which write leave the project alone.
    folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-readme-"));
    for (const file of ["package.json", "tsconfig.json", "odoo-models.config.json"])
      await copyFile(join(ROOT, file), join(folder, file));
    for (const entry of ["node_modules", "dist", "src", "codegen", "test"])
      await symlink(join(ROOT, entry), join(folder, entry));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("names these commands and no others", () => {
    // The quick start's are run in own-folder.test.ts, from the packed package.
    const quickStart = [
      "npm install odoo-typed-mcp",
      ...["init", "codegen", "doctor"].map((it) => `npx odoo-typed-mcp ${it}`),
    ];
    expect(commands).toEqual(["npm ci", "npm run demo", ...quickStart]);
  });

  it("installs the way CI does", async () => {
    expect(await readFile(join(ROOT, ".ci/run"), "utf8")).toMatch(/^npm ci$/m);
  });

  it("runs its demo, whose transcript holds the excerpt", async () => {
    const { stdout, exitCode } = await execa("npm", ["run", "demo"], { cwd: folder });
    expect(exitCode).toBe(0);
    // Only ids and sequence numbers differ from run to run.
    const normal = (text: string) => text.replaceAll(/\bS?\d+\b/g, "N");
    transcript = normal(stdout);
    const [excerpt = ""] = blocks("text");
    for (const line of normal(excerpt).split("\n")) expect(transcript.split("\n")).toContain(line);
  });

  it("generates with the config that it shows", async () => {
    await writeFile(
      join(folder, ".env"),
      Object.entries(admin)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(""),
    );
    const [config = ""] = blocks("json");
    await writeFile(join(folder, "odoo-models.config.json"), config);
    const result = await execa("npm", ["run", "codegen"], { cwd: folder });
    expect(result.stderr).toMatch(/Wrote the tools of \d+ models to generated\./);
    const { tools } = JSON.parse(await readFile(join(folder, "generated/manifest.json"), "utf8")) as {
      tools: { tool: { name: string } }[];
    };
    const names = tools.map(({ tool }) => tool.name);
    expect(names).toContain("res_partner_create");
    expect(names).toContain("sale_order_search");
    expect(names).not.toContain("sale_order_create");
  });
});

describe("README", () => {
  it("names every generic tool, and links to files that exist", async () => {
    const { GENERIC_TOOLS } = await import("../../src/tools/catalogue/generic-tools.js");
    for (const { definition } of GENERIC_TOOLS) expect(readme).toContain(`\`${definition.name}\``);
    for (const [, file = ""] of readme.matchAll(/\]\(([^)#]+)\)/g)) await readFile(join(ROOT, file));
  });
});
