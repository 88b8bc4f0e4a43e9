import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { node24 } from "../support/node24.js";
import { describeOdoo } from "./odoos.js";
import { packedPackage } from "./shared.js";

// The example of docs/scripts.md, from the packed package, in a folder of one's own. Once: what scripts do in Odoo, whichever its
// series, is in script-client.test.ts.

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

describeOdoo("19", "a script", ({ admin }) => {
  let folder: string;

  beforeAll(async () => {
    const { tarball } = await packedPackage();
    folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-script-"));
    await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module", private: true }));
    const install = ["install", "--no-audit", "--no-fund", "--prefer-offline", tarball];
    await execa("npm", install, { cwd: folder });
    await writeFile(join(folder, "odoo-models.config.json"), JSON.stringify({ models: { "res.partner": {} } }));
    await execa("npx", ["odoo-mcp", "codegen"], { cwd: folder, env: admin });
    const docs = await readFile(join(ROOT, "docs", "scripts.md"), "utf8");
    const [, example = ""] = /^```ts\n(.*?)^```/ms.exec(docs) ?? [];
    await writeFile(join(folder, "script.ts"), example);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const SAID = "1 Script example\n1\n1";

  it("runs on this Node with tsx", async () => {
    const tsx = join(ROOT, "node_modules", ".bin", "tsx");
    const { stdout, stderr } = await execa(tsx, ["script.ts"], { cwd: folder, env: admin });
    expect(stderr).toBe("");
    expect(stdout).toBe(SAID);
  });

  it("runs on Node 24 as it stands", async ({ skip }) => {
    const node = await node24(folder);
    if (!node) return skip("needs another build of Node 24");
    const { stdout, stderr } = await execa(node, ["script.ts"], { cwd: folder, env: admin });
    expect(stderr).toBe("");
    expect(stdout).toBe(SAID);
  });

  it("is typed by the models, and its mistakes are refused at run time too", async () => {
    await mkdir(join(folder, "typed"));
    await writeFile(
      join(folder, "typed", "typed.ts"),
      `import { odoo } from "../generated/index.js";
      const partners = odoo.model("res.partner");
      export async function right() {
        const { records } = await partners.search([["name", "ilike", "a"]], { fields: ["name", "parent_id.name"] });
        const made = await partners.create({ name: "A", child_ids: { create: [{ name: "B" }] } }, { lang: "en_US" });
        const id: number = made.id;
        return [records[0]?.id, id, await partners.count([])] as const;
      }
      // @ts-expect-error a field that Odoo does not have
      export const field = () => partners.create({ name: "A", e_mail: "x" });
      // @ts-expect-error a value of another type
      export const type = () => partners.update([1], { name: 1 });
      // @ts-expect-error a value that the selection does not have
      export const choice = () => partners.update([1], { type: "nope" });
      // @ts-expect-error a model that is not generated
      export const model = () => odoo.model("sale.order");
      // @ts-expect-error an id is a number
      export const id = () => partners.read(["1"]);
      `,
    );
    const compilerOptions = { strict: true, noEmit: true, module: "nodenext", target: "es2023", types: [] };
    const file = join(folder, "typed", "tsconfig.json");
    await writeFile(file, JSON.stringify({ compilerOptions, files: ["typed.ts"] }));
    const tsc = join(ROOT, "node_modules", ".bin", "tsc");
    expect(await execa(tsc, ["-p", file], { reject: false })).toMatchObject({ stdout: "", exitCode: 0 });

    await writeFile(
      join(folder, "wrong.ts"),
      `import { odoo } from "./generated/index.ts";
      const partners = odoo.model("res.partner");
      const tries = [
        () => partners.create({ name: "A", e_mail: "x" }),
        () => partners.update([1], { type: "nope" }),
        () => partners.search([["nmae", "=", "x"]]),
        () => partners.search([], { fields: ["nmae"] }),
        () => partners.search([], { limit: 100000 }),
        () => partners.read([]),
        () => partners.read(["1"]),
        () => partners.press([1], "unlink"),
        () => partners.count([], { company_id: 12345 }),
        () => partners.count([], { lang: "xx_XX" }),
      ];
      for (const attempt of tries) await attempt().then(() => console.log("ACCEPTED"), (error) => console.log(error.category));
      await odoo.close();`,
    );
    const tsx = join(ROOT, "node_modules", ".bin", "tsx");
    const { stdout } = await execa(tsx, ["wrong.ts"], { cwd: folder, env: admin });
    expect(stdout.split("\n")).toEqual([
      ...Array.from({ length: 7 }, () => "validation"),
      expect.not.stringMatching("ACCEPTED"),
      "forbidden",
      "validation",
    ]);
  });

  it("says what is missing where there are no settings", async () => {
    const tsx = join(ROOT, "node_modules", ".bin", "tsx");
    const env = { PATH: process.env.PATH ?? "" };
    const result = await execa(tsx, ["script.ts"], { cwd: folder, env, extendEnv: false, reject: false });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain("Neither ODOO_API_KEY nor ODOO_PASSWORD is set");
  });
});
