import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formEvidence, isOccasional } from "../../codegen/plan/form-evidence.js";
import { needsOf } from "../../codegen/plan/needs.js";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { fieldOf, isCreateOnly, isWritable } from "../../src/odoo/schema/schema.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { openGenerated } from "../../src/tools/generated/folder.js";
import type { Json } from "../support/mcp.js";
import { type Generated, generateFrom, openTools, type Tools } from "./in-process.js";
import { describeEachOdoo } from "./odoos.js";
import { generatedFolder, ownConfig } from "./shared.js";

// What the catalogue shows: of each form its first page, and to each user only what that user may do.

/** What people fill in first, by their own account: the forms may show more. */
const EVERYDAY: Readonly<Record<string, readonly string[]>> = {
  "sale.order": ["partner_id", "validity_date", "payment_term_id", "order_line"],
  "account.move": ["partner_id", "invoice_date", "invoice_line_ids", "invoice_payment_term_id", "move_type"],
  "crm.lead": ["name", "partner_id", "email_from", "phone", "expected_revenue", "probability", "user_id", "priority"],
  "res.partner": [
    "name",
    "company_type",
    "street",
    "city",
    "zip",
    "country_id",
    "email",
    "phone",
    "vat",
    "category_id",
  ],
  "project.task": ["name", "project_id", "date_deadline", "tag_ids", "priority", "description"],
};

/** Groups of a user with sales rights and no others. */
const SALES_GROUP = { module: "sales_team", name: "group_sale_salesman" };

describeEachOdoo("the catalogue", (instance) => {
  const { series, admin, demo } = instance;
  let odoo: Client;
  let generated: string;
  const made: Generated[] = [];

  beforeAll(async () => {
    odoo = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    generated = await generatedFolder(instance, await ownConfig(instance));
  });
  afterAll(async () => {
    for (const { remove } of made) await remove();
    await closeConnections();
  });

  it("shows every field that a form lets a user fill in on its first page", () => {
    const { manifest, schema } = openGenerated(generated);
    const { models } = schema();
    const rows = Object.keys(EVERYDAY).map((name) => {
      const tool = manifest.tools.find(({ model, operation }) => model === name && operation === "create");
      const { values } = (tool?.tool.inputSchema.properties ?? {}) as { values?: { properties: object } };
      const shown = Object.keys(values?.properties ?? {});
      const model = models[name];
      if (!model) throw new Error(`There is no ${name} in the snapshot.`);
      const page = (model.views?.form ?? []).filter((field) => field.page === undefined && !field.readonly);
      const fillable = page.filter(({ name: field }) => {
        const own = fieldOf(model, field);
        return own && (isWritable(field, own) || isCreateOnly(field, own));
      });
      // Files, what frames the record, properties, which a new record has none of, and what the form merely has room for.
      const apart = fillable.filter(
        (seen) =>
          isOccasional(model, seen) ||
          /^(message|activity|website|rating|access)_/.test(seen.name) ||
          ["binary", "properties"].includes(fieldOf(model, seen.name)?.type ?? ""),
      );
      const missing = fillable.filter((field) => !shown.includes(field.name) && !apart.includes(field));
      const { along } = formEvidence(model, needsOf(model).fields);
      return { name, shown, fillable, apart, missing, counted: shown.filter((field) => !along.has(field)) };
    });
    console.log(
      [
        `Odoo ${series}: fields to fill in on a form's first page, and those shown`,
        ...rows.map(
          ({ name, shown, fillable, apart, missing }) =>
            `${name.padEnd(14)} fillable ${fillable.length}, apart ${apart.map((field) => field.name).join(" ") || "none"}, ` +
            `shown ${shown.length}, missing ${missing.map((field) => field.name).join(" ") || "none"}`,
        ),
      ].join("\n"),
    );
    for (const { name, shown, missing, counted } of rows) {
      expect([name, missing]).toEqual([name, []]);
      expect(shown).toEqual(expect.arrayContaining([...(EVERYDAY[name] ?? [])]));
      expect(counted.length).toBeLessThanOrEqual(30);
    }
  });

  describe("of a user with few rights", () => {
    const names = async (settings: Record<string, string>) => {
      const client = createClient(await connect(readSettings(settings)));
      const own = await generateFrom(client, await ownConfig(instance));
      made.push(own);
      return openTools(own.folder, settings);
    };

    /** A user who may sell, and nothing else. */
    async function salesman(): Promise<Record<string, string>> {
      const [group] = await odoo.searchRead(
        "ir.model.data",
        [
          ["module", "=", SALES_GROUP.module],
          ["name", "=", SALES_GROUP.name],
        ],
        ["res_id"],
        { limit: 1 },
      );
      const groups = series === "14" ? "groups_id" : "group_ids";
      const login = "only-sales";
      const values = { name: "Only Sales", login, password: login, [groups]: [[6, 0, [group?.res_id]]] };
      await odoo.create("res.users", [values]);
      return { ...admin, ODOO_USERNAME: login, ODOO_PASSWORD: login, ODOO_API_KEY: "" };
    }

    it.each([
      ["demo", () => Promise.resolve(demo)],
      ["only sales", salesman],
    ])("%s is smaller, and every tool listed works", async (who, settings) => {
      const all = openGenerated(generated).manifest.tools.map(({ tool }) => tool.name);
      const tools = await names(await settings());
      const typed = tools.names.filter((name) => all.includes(name));
      const left = all.filter((name) => !typed.includes(name));
      console.log(`Odoo ${series}, ${who}: ${typed.length} of ${all.length} tools; left out: ${left.join(", ")}`);
      expect(left.length).toBeGreaterThan(0);
      expect(typed.length).toBeGreaterThan(0);
      expect(await refusals(tools, typed)).toEqual([]);
    });
  });
});

/** Values that a new record of each default model needs, given a customer. */
const SAMPLES: Readonly<Record<string, (customer: unknown) => Json>> = {
  res_partner: () => ({ name: "Made with few rights" }),
  crm_lead: () => ({ name: "A lead" }),
  product_product: () => ({ name: "A product" }),
  sale_order: (customer) => ({ partner_id: customer }),
  account_move: (customer) => ({ move_type: "out_invoice", partner_id: customer }),
  project_task: () => ({ name: "A task" }),
};

/** The tools that answer a sensible call with "forbidden", or as if they were made for another Odoo. */
async function refusals(tools: Tools, names: readonly string[]): Promise<string[]> {
  const refused: string[] = [];
  const call = async (name: string, args: Json): Promise<Json> => {
    if (!names.includes(name)) return {};
    try {
      return await tools.call(name, args);
    } catch (error) {
      // A rule of the business may stand against a record made in a hurry; a right that lacks may not.
      const isRule = error instanceof OdooError && ["business_rule", "validation"].includes(error.category);
      if (!isRule) refused.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      return {};
    }
  };
  const [{ id: customer } = { id: 0 }] = ((
    await tools.call("search_records", { model: "res.partner", domain: [], limit: 1 })
  ).records ?? []) as { id: number }[];
  const modules = [
    ...new Set(
      names.map((name) => name.replace(/_(search|read|aggregate|create|update|\w*action_\w+|button_\w+)$/, "")),
    ),
  ];
  for (const module of modules) {
    const found = ((await call(`${module}_search`, { domain: [], limit: 1 })).records ?? []) as { id: number }[];
    const made = await call(`${module}_create`, { values: SAMPLES[module]?.(customer) ?? {} });
    const id = made.id ?? found[0]?.id;
    await call(`${module}_aggregate`, { domain: [], measures: [], group_by: ["create_date:year"] });
    if (id === undefined) continue;
    await call(`${module}_read`, { ids: [id] });
    const [[field, value] = ["name", "x"]] = Object.entries(SAMPLES[module]?.(customer) ?? {}).slice(-1);
    await call(`${module}_update`, { ids: [id], values: { [field]: value } });
    const buttons = names.filter((name) => name.startsWith(`${module}_`) && /_(action|button)_/.test(name));
    for (const button of buttons) await call(button, { ids: [id] });
  }
  return refused;
}
