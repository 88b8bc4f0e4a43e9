import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { generatedFiles } from "../../../codegen/commands/generate.js";
import type { GeneratedFile } from "../../../codegen/disk/files.js";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { Field } from "../../../src/odoo/schema/schema.js";
import { serializeSchema } from "../../../src/odoo/schema/snapshot.js";
import { modelSource } from "../../../src/tools/call/model-source.js";
import { openGenerated } from "../../../src/tools/generated/folder.js";
import { valueSource } from "../../../src/tools/generated/value-source.js";
import { UNRESTRICTED } from "../../../src/tools/policy/unrestricted.js";
import {
  configWith,
  fakeClient,
  fieldWith,
  odooError,
  schemaWith,
  temporaryFolder,
  writeFiles,
} from "../../support/fixtures.js";

const ORDER = {
  partner_id: fieldWith({ type: "many2one", relation: "res.partner", needed: { reason: "flag" } }),
  state: fieldWith({
    type: "selection",
    selection: [
      ["draft", "Draft"],
      ["sale", "Sale"],
    ],
  }),
  total: fieldWith({ type: "float", readonly: true }),
  line_ids: fieldWith({ type: "one2many", relation: "a.line", relation_field: "order_id" }),
} satisfies Record<string, Field>;
const LINE = {
  order_id: fieldWith({ type: "many2one", relation: "a.order", needed: { reason: "flag" } }),
  name: fieldWith({ needed: { reason: "onchange", unless: ["product_id"] } }),
  product_id: fieldWith({ type: "many2one", relation: "a.product" }),
} satisfies Record<string, Field>;
const SCHEMA = schemaWith({ "a.order": ORDER, "a.line": LINE });

let files: GeneratedFile[];
let folder: string;
let remove: () => Promise<void>;

beforeAll(async () => {
  files = await generatedFiles(SCHEMA, configWith({ "*": {} }));
});
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await remove();
});

/** Writes what `codegen` would, and opens it. */
async function generate() {
  await writeFiles(folder, [...files, { path: "schema.json", text: serializeSchema(SCHEMA) }]);
  return openGenerated(folder);
}

describe("a module that an older generate wrote", () => {
  it("is refused with what to do", async () => {
    const generated = await generate();
    await writeFile(
      join(folder, "models", "a_order.ts"),
      `import { defineModel } from "odoo-typed-mcp/runtime";
export const aOrder = defineModel({ model: "a.order", required: [], values: (field) => ({ name: field.char() }) });`,
    );
    const refused = expect.objectContaining({ hint: "Make it again with `odoo-mcp generate`." });
    await expect(generated.load("a.order")).rejects.toThrow(odooError("settings", "a.order is of another version"));
    await expect(generated.load("a.order")).rejects.toEqual(refused);
  });
});

describe("the cache of compiled modules", () => {
  it.each([
    ["that XDG_CACHE_HOME names", () => ({ XDG_CACHE_HOME: join(folder, "cache") }), "cache"],
    ["of the home, where XDG_CACHE_HOME is empty", () => ({ XDG_CACHE_HOME: "", HOME: folder }), ".cache"],
    ["of the home, where XDG_CACHE_HOME is relative", () => ({ XDG_CACHE_HOME: "mine", HOME: folder }), ".cache"],
  ])("is the one %s", async (_, env, cache) => {
    for (const [name, value] of Object.entries(env())) vi.stubEnv(name, value);
    const generated = await generate();
    const work = join(folder, "work");
    await mkdir(work);
    const before = process.cwd();
    process.chdir(work);
    try {
      await generated.load("a.order");
    } finally {
      process.chdir(before);
    }
    expect(await readdir(work)).toEqual([]);
    expect(await readdir(join(folder, cache, "odoo-typed-mcp"))).not.toEqual([]);
  });
});

describe("openGenerated", () => {
  it("reads the manifest, and nothing else before it is used", async () => {
    await writeFiles(
      folder,
      files.filter(({ path }) => path === "manifest.json"),
    );
    expect(Object.keys(openGenerated(folder).manifest.models)).toEqual(["a.line", "a.order"]);
  });

  it("tells what makes the manifest where there is none", () => {
    expect(() => openGenerated(folder)).toThrow(odooError("settings", "manifest.json", "odoo-mcp codegen"));
  });

  it.each([
    ["no JSON", "{"],
    ["null", "null"],
    ["of another version", '{ "format": 2, "tools": [] }'],
    ["without tools", '{ "format": 1 }'],
  ])("refuses a manifest that is %s, and tells what makes it", async (_, text) => {
    await writeFile(join(folder, "manifest.json"), text);
    expect(() => openGenerated(folder)).toThrow(odooError("settings", "manifest.json", "odoo-mcp generate"));
  });

  it("gives the snapshot, parsed once", async () => {
    const generated = await generate();
    expect(generated.schema()).toEqual(SCHEMA);
    expect(generated.schema()).toBe(generated.schema());
  });

  it("tells what makes the snapshot where there is none", async () => {
    await writeFiles(folder, files);
    expect(() => openGenerated(folder).schema()).toThrow(odooError("settings", "schema.json", "odoo-mcp codegen"));
  });
});

describe("loading a model", () => {
  it("gives what its module exports", async () => {
    const generated = await generate();
    expect(await generated.load("a.order")).toMatchObject({ model: "a.order", required: ["partner_id"] });
    expect(await generated.load("a.line")).toMatchObject({
      required: ["order_id"],
      requiredUnless: { name: ["product_id"] },
    });
  });

  it.each(["res.partner", "constructor", "__proto__", ""])(
    "gives nothing for one without a module: %j",
    async (model) => {
      expect((await generate()).load(model)).toBeUndefined();
    },
  );

  it("keeps what it compiled in the user's own cache, not in a folder that others may write to", async () => {
    await (await generate()).load("a.order");
    expect(await readdir(join(folder, "cache"))).toEqual(["odoo-typed-mcp"]);
    expect(await readdir(join(folder, "cache", "odoo-typed-mcp"))).toHaveLength(1);
  });

  it("tells what to do where the module and the manifest disagree", async () => {
    const generated = await generate();
    await writeFile(join(folder, "models", "a_order.ts"), "export const other = 1;\n");
    await expect(generated.load("a.order")).rejects.toThrow(odooError("settings", "a_order.ts", "odoo-mcp generate"));
  });
});

describe("valueSource", () => {
  const product = { name: fieldWith(), total: fieldWith({ readonly: true }) };

  async function source(answers: Partial<Client> = {}) {
    const generated = await generate();
    const client = fakeClient({ fieldsGet: async () => product, ...answers });
    return valueSource(generated, modelSource(generated.schema(), client, UNRESTRICTED));
  }

  it("checks a model's values by its generated module", async () => {
    const { create, update } = await (await source())("a.order");
    expect(await create.parseAsync({ partner_id: 3, state: "sale" })).toEqual({ partner_id: 3, state: "sale" });
    expect((await create.safeParseAsync({ state: "sale" })).error?.issues[0]?.path).toEqual(["partner_id"]);
    expect((await create.safeParseAsync({ partner_id: 3, state: "sold" })).success).toBe(false);
    expect((await create.safeParseAsync({ partner_id: 3, total: 1 })).success).toBe(false);
    expect((await update.safeParseAsync({ state: "draft" })).success).toBe(true);
    expect((await update.safeParseAsync({})).success).toBe(false);
  });

  it("requires a field unless the one is given that fills it", async () => {
    const { create } = await (await source())("a.line");
    expect((await create.safeParseAsync({ order_id: 1 })).success).toBe(false);
    expect((await create.safeParseAsync({ order_id: 1, name: "x" })).success).toBe(true);
    expect((await create.safeParseAsync({ order_id: 1, product_id: 2 })).success).toBe(true);
  });

  it("checks lines by the line model's module, without the field that points back", async () => {
    const { create } = await (await source())("a.order");
    const created = await create.parseAsync({ partner_id: 3, line_ids: { create: [{ product_id: 2 }] } });
    expect(created).toEqual({ partner_id: 3, line_ids: [[0, 0, { product_id: 2 }]] });
    const refused = await create.safeParseAsync({ partner_id: 3, line_ids: { create: [{ price: 2 }] } });
    expect(refused.error?.issues[0]?.path.slice(0, 3)).toEqual(["line_ids", "create", 0]);
  });

  it("checks the values of a model without a module by the fields that Odoo tells", async () => {
    const { create } = await (await source())("a.product");
    expect(await create.parseAsync({ name: "Chair" })).toEqual({ name: "Chair" });
    expect((await create.safeParseAsync({ total: 1 })).success).toBe(false);
  });

  it("builds each model's check once", async () => {
    const resolve = await source();
    expect(await resolve("a.order")).toBe(await resolve("a.order"));
  });

  it("does not keep a failure", async () => {
    let asked = 0;
    const fieldsGet = async () => {
      if (++asked === 1) throw new OdooError("unavailable", "gone");
      return product;
    };
    const resolve = await source({ fieldsGet });
    await expect(resolve("a.product")).rejects.toThrow(odooError("unavailable", "gone"));
    expect((await (await resolve("a.product")).create.safeParseAsync({ name: "Chair" })).success).toBe(true);
  });
});
