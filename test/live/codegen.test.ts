import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lint } from "../../codegen/emit/portable.js";
import type { Schema } from "../../src/odoo/schema/schema.js";
import { parseSchema } from "../../src/odoo/schema/snapshot.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { openGenerated } from "../../src/tools/generated/folder.js";
import { asExeca, runHere } from "../support/run.js";
import { describeEachOdoo } from "./odoos.js";
import { everyModel, generatedFolder } from "./shared.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

describeEachOdoo("codegen", (instance) => {
  const { series, admin, demo } = instance;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-codegen-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await closeConnections();
  });

  const odooMcp = (args: string[], env: Record<string, string>) => runHere(args, { folder, env }).then(asExeca);

  async function codegen(name: string, models: object, settings: Record<string, string>) {
    const config = join(folder, `${name}.json`);
    const generated = join(folder, name);
    await writeFile(config, JSON.stringify({ models }));
    const result = await odooMcp(["codegen", "--config", config, "--generated", generated], settings);
    return { ...result, generated };
  }

  const snapshot = async (generated: string): Promise<Schema> => {
    const file = join(generated, "schema.json");
    return parseSchema(await readFile(file, "utf8"), file);
  };

  it("covers the default config, the same way twice", async () => {
    const config = join(ROOT, "odoo-models.config.json");
    const run = (name: string) => odooMcp(["codegen", "--config", config, "--generated", join(folder, name)], admin);
    for (const name of ["first", "second"]) expect(await run(name)).toMatchObject({ exitCode: 0, stdout: "" });
    for (const file of ["schema.json", "manifest.json", "index.ts", "models/sale_order.ts"]) {
      const [first, second] = ["first", "second"].map((run) => readFile(join(folder, run, file), "utf8"));
      expect(await first, file).toBe(await second);
    }
  });

  it("writes what other live tests work with", async () => {
    const config = join(ROOT, "odoo-models.config.json");
    const shared = await generatedFolder(instance, await readFile(config, "utf8"));
    expect(await odooMcp(["check", "--config", config, "--generated", shared], {})).toMatchObject({
      exitCode: 0,
      stdout: `${shared} is up to date.`,
    });
  });

  it("asks for what Odoo itself cannot fill, and for no more", async () => {
    const { models } = await snapshot((await everyModel(instance)).generated);
    const needed = (model: string) =>
      Object.entries(models[model]?.fields ?? {}).flatMap(([name, field]) =>
        field.needed ? [[name, field.needed.unless]] : [],
      );
    // 17 and later compute these addresses; before, they come along with the partner, as on the screen.
    const along = ["partner_invoice_id", "partner_shipping_id", "pricelist_id"].map((name) => [name, ["partner_id"]]);
    expect(needed("sale.order")).toEqual([["partner_id", undefined], ...(series === "14" ? along : [])]);
    expect(needed("sale.order.line")).toEqual([
      ["name", ["product_id"]],
      ["order_id", undefined],
    ]);
    expect(needed("crm.lead")).toEqual([["name", ["partner_id"]]]);
    // The template of a product is created along with it, so that its fields are the product's own.
    expect(needed("product.product")).toEqual([["name", undefined]]);
  });

  it.skipIf(!demo)("works for a user who may not read ir.model (needs the sandbox's)", async () => {
    const chosen = { "res.partner": {}, "sale.order": {}, "crm.*": {}, "crm.team*": false };
    const { generated, exitCode } = await codegen("ordinary", chosen, demo ?? {});
    expect(exitCode).toBe(0);
    const models = Object.keys((await snapshot(generated)).models);
    const isOfCrm = (name: string) => name.startsWith("crm.");
    expect(models.filter((name) => !isOfCrm(name))).toEqual(["res.partner", "sale.order"]);
    expect(models).toContain("crm.lead");
    expect(models.filter((name) => name.startsWith("crm.team"))).toEqual([]);
  });

  it("fails as a whole for one model that cannot be read, and leaves what was there", async () => {
    const before = await codegen("whole", { "res.partner": {} }, admin);
    const old = await readFile(join(before.generated, "schema.json"), "utf8");
    const after = await codegen("whole", { "res.partner": {}, "sale.ordr": {} }, admin);
    expect(after.exitCode).toBe(1);
    expect(after.stderr).toMatch(/^odoo-mcp: Cannot introspect sale\.ordr: .* Did you mean "sale\.order"/);
    expect(await readFile(join(after.generated, "schema.json"), "utf8")).toBe(old);
    expect((await readdir(after.generated)).filter((name) => name.startsWith("."))).toEqual([]);
  });

  describe("over every model", () => {
    it("generates code that compiles under the project's strict settings", async () => {
      const { models, exitCode, stderr, generated } = await everyModel(instance);
      expect(models.length).toBeGreaterThan(300);
      expect(stderr).toContain(`Wrote the tools of ${models.length} models`);
      expect(exitCode).toBe(0);
      const tools = openGenerated(generated).manifest.tools.map(({ tool }) => tool);
      console.log(`Odoo ${series}: ${tools.length} tools of ${models.length} models`);
      expect(lint(tools)).toEqual([]);

      // Below the project, where the modules find the runtime by the package's name.
      const inside = join(ROOT, "node_modules", ".cache", `all-models-${series}`);
      await rm(inside, { recursive: true, force: true });
      await mkdir(inside, { recursive: true });
      await cp(generated, join(inside, "generated"), { recursive: true });
      await writeFile(
        join(inside, "tsconfig.json"),
        JSON.stringify({
          extends: join(ROOT, "tsconfig.json"),
          compilerOptions: {
            noEmit: true,
            rootDir: "/",
            paths: { "odoo-typed-mcp/runtime": [join(ROOT, "dist/src/runtime.d.ts")] },
          },
          include: ["generated"],
        }),
      );
      const compiled = await execa(join(ROOT, "node_modules", ".bin", "tsc"), ["-p", inside, "--singleThreaded"], {
        cwd: ROOT,
        reject: false,
      });
      expect(compiled.stdout).toBe("");
      expect(compiled.exitCode).toBe(0);
      await rm(inside, { recursive: true, force: true });
    });
  });
});
