import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT, temporaryFolder } from "../support/fixtures.js";
import { BUILT_CLI as CLI } from "../support/mcp.js";
import { type PackedPackage, packPackage } from "../support/package.js";

describe("npm pack", () => {
  let packed: PackedPackage;
  beforeAll(async () => {
    packed = await packPackage();
  }, 60_000);
  afterAll(() => rm(packed.folder, { recursive: true, force: true }));

  it("holds the compiled sources with their types, the config's schema, and nothing else", async () => {
    const compiled: string[] = [];
    for (const folder of ["src", "codegen"]) {
      for (const entry of await readdir(join(ROOT, folder), { recursive: true })) {
        const file = join(folder, entry).replaceAll("\\", "/");
        if (file.endsWith(".json")) compiled.push(`dist/${file}`);
        if (!file.endsWith(".ts") || file.endsWith(".d.ts")) continue;
        compiled.push(`dist/${file.slice(0, -3)}.js`, `dist/${file.slice(0, -3)}.d.ts`);
      }
    }
    expect(compiled.length).toBeGreaterThan(60);
    const rest = ["package.json", "odoo-models.schema.json", "LICENSE", "README.md", "CHANGELOG.md", "SECURITY.md"];
    expect(packed.files).toEqual([...compiled, ...rest].sort());
  });

  it("is built by packing, and has no script that npm runs, or warns of, where it is installed", async () => {
    const { scripts } = JSON.parse(await readFile(join(packed.folder, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    expect(scripts.prepack).toMatch(/&& npm run build$/);
    const atInstall = ["preinstall", "install", "postinstall", "prepublish", "preprepare", "prepare", "postprepare"];
    expect(Object.keys(scripts).filter((name) => atInstall.includes(name))).toEqual([]);
  });

  it("starts under its own name and under the command's", async () => {
    const { bin } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as { bin: object };
    expect(bin).toEqual({ "odoo-typed-mcp": "dist/src/cli.js", "odoo-mcp": "dist/src/cli.js" });
    expect(await readFile(CLI, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});

describe("odoo-mcp serve", () => {
  it("loads nothing that only codegen or a search of tools needs", async () => {
    const { folder, remove } = await temporaryFolder();
    // Writes down every file that is loaded, whether imported or required.
    await writeFile(
      join(folder, "trace.mjs"),
      `import { createRequire, register } from "node:module";
      import { writeSync } from "node:fs";
      register("data:text/javascript," + encodeURIComponent(
        "import { writeSync } from 'node:fs';" +
        "export const load = (url, context, next) => { writeSync(2, 'LOADED ' + url + '\\\\n'); return next(url, context); };"));
      process.on("exit", () => {
        for (const file of Object.keys(createRequire(import.meta.url).cache)) writeSync(2, "LOADED " + file + "\\n");
      });`,
    );
    const { stderr, stdout } = await execa(
      process.execPath,
      ["--import", join(folder, "trace.mjs"), CLI, "serve", "--generated", join(ROOT, "generated")],
      {
        env: { ODOO_URL: "http://127.0.0.1:9", ODOO_PASSWORD: "x", ODOO_USERNAME: "x", ODOO_DB: "x" },
        input: `${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" })}\n`,
        reject: false,
      },
    );
    await remove();
    expect(JSON.parse(stdout)).toMatchObject({ id: 1, result: { tools: expect.any(Array) } });
    const loaded = [...stderr.matchAll(/^LOADED (.*)$/gm)].map(([, file]) => file ?? "");
    expect(loaded.join("\n")).toContain("/dist/src/server/stdio.js");
    const own = /\/dist\/(codegen|src\/http)\//;
    const packages = /ts-morph|typescript|clack|jsonc-parser|minisearch|prom-client|opentelemetry/;
    expect(loaded.filter((file) => own.test(file) || packages.test(file))).toEqual([]);
  });
});
