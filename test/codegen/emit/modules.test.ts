import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { generatedFiles } from "../../../codegen/commands/generate.js";
import { emit } from "../../../codegen/emit/modules.js";
import { plan } from "../../../codegen/plan/plan.js";
import { fieldsFromOdoo } from "../../../src/odoo/schema/fields-from-odoo.js";
import {
  FIELD_TYPES,
  type Field,
  type FieldType,
  isWritable,
  type Model,
  type Schema,
} from "../../../src/odoo/schema/schema.js";
import { fieldSchemas } from "../../../src/odoo/values/values.js";
import { openGenerated } from "../../../src/tools/generated/folder.js";
import {
  committedConfig,
  committedSchema,
  configWith,
  fieldWith,
  GENERATED,
  schemaWith,
  temporaryFolder,
  valuesOf,
  writeFiles,
} from "../../support/fixtures.js";
import { syntaxErrors } from "../parsed.js";

/** The text of the model's module. */
async function moduleOf(model: string, fields: Record<string, Field>, rest: Partial<Model> = {}): Promise<string> {
  const schema: Schema = { series: "19.0", models: { [model]: { name: model, label: model, fields, ...rest } } };
  const [file] = emit(plan(schema, configWith({ [model]: {} })));
  return file?.text ?? "";
}

describe("a generated module", () => {
  it("reads as if written by hand", async () => {
    const fields = {
      partner_id: fieldWith({
        type: "many2one",
        string: "Customer",
        relation: "res.partner",
        needed: { reason: "flag" },
      }),
      name: fieldWith({ string: "Reference", size: 64, needed: { reason: "onchange", unless: ["partner_id"] } }),
      total: fieldWith({ type: "monetary", string: "Total", readonly: true }),
      country_id: fieldWith({ type: "many2one", string: "Country", relation: "res.country" }),
      message_ids: fieldWith({ type: "one2many", string: "Messages", relation: "mail.message" }),
      access_note: fieldWith({ type: "text", string: "Access note" }),
      state: fieldWith({
        type: "selection",
        selection: [
          ["draft", "Quotation"],
          ["sale", "Order"],
        ],
      }),
    };
    const form = [{ name: "state" }, { name: "country_id", required: "state == 'sale'" }, { name: "message_ids" }];
    const views = { form, list: [], search: [], buttons: [] };
    expect(await moduleOf("sale.order", fields, { label: "Sales Order", views })).toBe(`\
// sale.order, from Odoo 19.0. Written by \`odoo-mcp generate\`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Sales Order */
export const saleOrder = defineModel({
  model: "sale.order",
  required: ["partner_id"],
  requiredUnless: {
    name: ["partner_id"],
  },
  shown: (field) => ({
    partner_id: field.many2one("res.partner"), // Customer
    name: field.char(64), // Reference
    state: field.selection(["draft", "sale"]),
    country_id: field.many2one("res.country"), // required when state == 'sale'
  }),
  others: (field) => ({
    access_note: field.text(),
    message_ids: field.lines("mail.message"), // Messages
  }),
});
export type SaleOrderCreate = typeof saleOrder.Create;
export type SaleOrderUpdate = typeof saleOrder.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "sale.order": typeof saleOrder;
  }
}
`);
  });

  const calls: Record<FieldType, [attributes: Partial<Field>, call: string | undefined]> = {
    char: [{}, "char()"],
    text: [{}, "text()"],
    html: [{}, "html()"],
    integer: [{}, "integer()"],
    float: [{}, "float()"],
    monetary: [{ currency_field: "currency_id" }, "monetary()"],
    boolean: [{}, "boolean()"],
    date: [{}, "date()"],
    datetime: [{}, "datetime()"],
    selection: [{ selection: [["a", "A"]] }, 'selection(["a"])'],
    many2one: [{ relation: "res.users" }, 'many2one("res.users")'],
    one2many: [{ relation: "a.line", relation_field: "order_id" }, 'lines("a.line", "order_id")'],
    many2many: [{ relation: "a.tag" }, 'lines("a.tag")'],
    reference: [{ selection: [["res.partner", "Contact"]] }, 'reference(["res.partner"])'],
    many2one_reference: [{}, "many2one_reference()"],
    binary: [{}, "binary()"],
    json: [{}, "json()"],
    properties: [{}, "properties()"],
    properties_definition: [{}, undefined],
  };

  it.each(FIELD_TYPES.map((type) => [type, ...calls[type]] as const))(
    "writes a field of type %s",
    async (type, attributes, call) => {
      const text = await moduleOf("x.y", { it: fieldWith({ type, ...attributes }) });
      const line = /^ +it: field\.(.+),$/m.exec(text)?.[1];
      expect(line).toBe(call);
      if (call) expect(fieldSchemas(() => Promise.reject())).toHaveProperty(call.slice(0, call.indexOf("(")));
    },
  );

  it("takes no field where there is none to write", async () => {
    expect(await moduleOf("x.y", { total: fieldWith({ readonly: true }) })).toContain("shown: () => ({");
  });

  it("says nothing of what there is none of", async () => {
    const text = await moduleOf("x.y", { name: fieldWith() });
    for (const key of ["requiredUnless", "createOnly", "others", " // "]) expect(text).not.toContain(key);
  });

  it("shows fields in the order of the manifest's tools, and every writable field once", () => {
    const { models } = plan(committedSchema(), committedConfig());
    const { manifest } = openGenerated(GENERATED);
    for (const { name, module, fields, tools } of models) {
      const text = readFileSync(join(GENERATED, "models", `${module}.ts`), "utf8");
      const [shown = "", others = ""] = text.split("\n  others: ");
      const names = (part: string) => [...part.matchAll(/^ {4}(\w+): field\./gm)].map(([, own]) => own ?? "");
      expect([...names(shown), ...names(others)].sort()).toEqual(fields.map(([own]) => own));
      if (!tools.some(({ operation }) => operation === "create")) continue;
      // What only an update takes, such as properties, is shown by it alone.
      const listed = (["create", "update"] as const).map((use) =>
        Object.keys(valuesOf(manifest, name, use).properties),
      );
      for (const own of listed) expect(names(shown).filter((field) => own.includes(field))).toEqual(own);
      expect(new Set(names(shown))).toEqual(new Set(listed.flat()));
    }
  });

  it("repeats no field's name in a comment", () => {
    for (const { module } of plan(committedSchema(), committedConfig()).models) {
      const text = readFileSync(join(GENERATED, "models", `${module}.ts`), "utf8");
      const words = (own: string) => own.toLowerCase().replaceAll(/[^a-z0-9]+/g, "");
      const comments = [...text.matchAll(/^ {4}(\w+): .* \/\/ (.*)$/gm)];
      expect(comments.length).toBeGreaterThan(10);
      expect(
        comments.filter(([, name = "", comment = ""]) => words(name.replace(/_ids?$/, "")) === words(comment)),
      ).toEqual([]);
    }
  });
});

describe("the index", () => {
  it("exports every model with its types, in the order of their names", async () => {
    const schema = schemaWith({ "b.c": { name: fieldWith() }, "a.b": { name: fieldWith() } });
    const files = emit(plan(schema, configWith({ "*": {} })));
    expect(files.map(({ path }) => path)).toEqual(["models/a_b.ts", "models/b_c.ts", "index.ts"]);
    expect(files.at(-1)?.text).toBe(`\
// The models of Odoo 19.0. Written by \`odoo-mcp generate\`; do not edit.
import { openOdoo } from "odoo-typed-mcp/client";
export type { aB, ABCreate, ABUpdate } from "./models/a_b.js";
export type { bC, BCCreate, BCUpdate } from "./models/b_c.js";

/** The models above, for scripts. It signs in at the first call. */
export const odoo = openOdoo(import.meta.url);
`);
  });
});

describe("a model of one word that is code elsewhere", () => {
  const names =
    "import default class new await yield arguments eval this null module exports require type define.model constructor undefined".split(
      " ",
    );
  let folder: string;
  let remove: () => Promise<void>;

  beforeAll(async () => {
    ({ folder, remove } = await temporaryFolder());
    vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
    const schema = schemaWith(Object.fromEntries(names.map((name) => [name, { name: fieldWith() }])));
    await writeFiles(folder, generatedFiles(schema, configWith({ "*": {} })));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await remove();
  });

  it.each(names)("%s can be parsed and loaded", async (name) => {
    const generated = openGenerated(folder);
    const file = join(folder, "models", `${generated.manifest.models[name]?.module}.ts`);
    expect(syntaxErrors(await readFile(file, "utf8"))).toEqual([]);
    expect(await generated.load(name)).toMatchObject({ model: name, required: [] });
  });
});

describe("a field named as something every object has", () => {
  const names = ["constructor", "toString", "hasOwnProperty", "valueOf", "__defineGetter__"];

  it.each(names)("%s is generated as any other", async (name) => {
    const fields = fieldsFromOdoo({ [name]: { type: "char", string: "Label" } });
    expect(isWritable(name, fields[name] ?? fieldWith({ readonly: true }))).toBe(true);
    const { folder, remove } = await temporaryFolder();
    vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
    try {
      await writeFiles(folder, generatedFiles(schemaWith({ "a.b": fields }), configWith({ "a.b": {} })));
      const generated = openGenerated(folder);
      const definition = await generated.load("a.b");
      const shape = definition?.values(fieldSchemas(() => Promise.reject()));
      expect(Object.keys(shape ?? {})).toEqual([name]);
      expect(definition?.required).toEqual([]);
      const listed = valuesOf(generated.manifest, "a.b", "create").properties;
      expect(Object.entries(listed)).toEqual([[name, { type: "string", description: "Label" }]]);
    } finally {
      vi.unstubAllEnvs();
      await remove();
    }
  });
});
