import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { generatedFiles } from "../../../codegen/commands/generate.js";
import type { GeneratedFile } from "../../../codegen/disk/files.js";
import { serializeSchema } from "../../../src/odoo/schema/snapshot.js";
import { openGenerated } from "../../../src/tools/generated/folder.js";
import { configWith, odooError, temporaryFolder, writeFiles } from "../../support/fixtures.js";
import { ORDERS } from "./orders.js";

let files: GeneratedFile[];
let folder: string;
let remove: () => Promise<void>;

beforeAll(async () => {
  files = generatedFiles(ORDERS, configWith({ "*": {} }));
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
  await writeFiles(folder, [...files, { path: "schema.json", text: serializeSchema(ORDERS) }]);
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
  it("is the user's, and not below the working folder, where XDG_CACHE_HOME is relative", async () => {
    vi.stubEnv("XDG_CACHE_HOME", "mine");
    vi.stubEnv("HOME", folder);
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
    expect(await readdir(join(folder, ".cache", "odoo-typed-mcp", "models"))).not.toEqual([]);
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
    expect(generated.schema()).toEqual(ORDERS);
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
