import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { type Field, fieldOf, type Model } from "../../src/odoo/schema/schema.js";
import type { JsonRecord } from "../../src/odoo/values/values.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { jsonRecord } from "../../src/tools/read/json-record.js";
import { openTools, type Tools } from "./in-process.js";
import { describeEachOdoo, wiresOf } from "./odoos.js";

// A search is one call, and what it tells is what `search_read`, `read` and `search_count` answer: for every field of many models,
// over every wire.

const GENERATED = fileURLToPath(new URL("../../generated", import.meta.url));

/** Fields of every type, computed ones among them; what is not installed is left out. */
const MODELS = [
  ...["res.partner", "res.partner.category", "res.country", "res.currency", "res.company", "res.users"],
  ...["crm.lead", "crm.team", "crm.stage", "sale.order", "sale.order.line", "account.move", "account.move.line"],
  ...["account.journal", "account.account", "account.tax", "account.payment.term", "product.product"],
  ...["product.template", "product.category", "product.pricelist", "uom.uom", "project.project", "project.task"],
  ...[
    "stock.picking",
    "stock.move",
    "stock.quant",
    "stock.warehouse",
    "purchase.order",
    "hr.employee",
    "hr.department",
  ],
  ...[
    "calendar.event",
    "mail.activity",
    "mail.activity.type",
    "ir.attachment",
    "account.analytic.line",
    "utm.campaign",
  ],
];
const LIMIT = 8;

describeEachOdoo("reads in one call", (instance) => {
  const { admin, demo } = instance;
  afterAll(closeConnections);
  const opened = (settings: Record<string, string>, ODOO_WIRE: string) =>
    openTools(GENERATED, { ...settings, ODOO_WIRE }, { policy: {} });

  describe.each(wiresOf(instance))("over %s", (wire) => {
    it("tell what Odoo's own reads answer, of every field", async () => {
      const tools = await opened(admin, wire);
      const differing: string[] = [];
      let values = 0;
      for (const name of MODELS) {
        const model = await modelOf(tools, name);
        if (!model) continue;
        const compared = await compare(tools, model);
        differing.push(...compared.differing);
        values += compared.values;
      }
      expect(differing).toEqual([]);
      expect(values).toBeGreaterThan(5000);
    });

    it("tell the total as a count does, on any page", async () => {
      const tools = await opened(admin, wire);
      const { count } = await tools.call("search_count", { model: "res.country", domain: [] });
      for (const page of [{ limit: 10 }, { limit: 10, offset: 240 }, { limit: 500 }, { limit: 5, offset: 100_000 }]) {
        const searching = tools.call("search_records", { model: "res.country", domain: [], ...page });
        expect(await searching, JSON.stringify(page)).toMatchObject({ total: count });
      }
    });

    it("leave out ids that do not exist, with details and names too", async () => {
      const tools = await opened(admin, wire);
      const [order] = await tools.client.search("sale.order", [], { limit: 1 });
      const ids = [order, 2_000_000_000];
      for (const fields of [["name"], ["tag_ids", "partner_id"], ["partner_id.email", "order_line.name"], ["id"]]) {
        const reading = tools.call("read_records", { model: "sale.order", ids, fields });
        expect(await reading, fields.join()).toMatchObject({ records: [{ id: order }], missing: [ids[1]] });
      }
    });

    it("are one call, and before 17 one more for each relation that is asked about", async () => {
      const tools = await opened(admin, wire);
      const isOne = tools.client.series.major >= 17;
      const search = (fields: string[]) =>
        tools.call("search_records", { model: "sale.order", domain: [], fields, limit: 3 });
      const callsOf = async (...fields: string[]) => {
        const before = tools.asked.length;
        await search(fields);
        return tools.asked.slice(before).map(({ method }) => method);
      };
      // The model is learned first.
      await search(["name"]);
      expect(await callsOf("name", "partner_id", "amount_total")).toEqual(["web_search_read"]);
      expect(await callsOf("partner_id.email", "order_line.price_unit")).toEqual([
        "web_search_read",
        ...(isOne ? [] : ["read", "read"]),
      ]);
      expect(await callsOf("name", "tag_ids")).toEqual(["web_search_read", ...(isOne ? [] : ["read"])]);
    });
  });

  it.skipIf(!demo)("are never refused for what a record is linked to", async () => {
    const tools = await opened(demo ?? {}, "jsonrpc");
    const refused: string[] = [];
    let read = 0;
    for (const name of MODELS) {
      const model = await modelOf(tools, name);
      const fields = model ? Object.keys(model.fields).filter((own) => isOpen(model, own, "many2many")) : [];
      if (!model || fields.length === 0) continue;
      const plain = await tools.client.searchRead(name, [], fields, { limit: LIMIT }).catch(() => undefined);
      if (!plain) continue;
      read += fields.length;
      await tools.call("search_records", { model: name, domain: [], fields, limit: LIMIT }).catch((error: unknown) => {
        refused.push(`${name}: ${error instanceof OdooError ? error.message : error}`);
      });
    }
    expect(refused).toEqual([]);
    expect(read).toBeGreaterThan(50);
  });
});

/** Undefined where it is not installed, or may not be read. */
async function modelOf(tools: Tools, name: string): Promise<Model | undefined> {
  const model = await tools.model(name).catch(() => undefined);
  return model && (await tools.client.search(name, [], { limit: 1 }).catch(() => undefined)) ? model : undefined;
}

function isOpen(model: Model, name: string, type?: Field["type"]): boolean {
  const field = fieldOf(model, name);
  return field !== undefined && !field.closed && (type === undefined || field.type === type);
}

/** A search and a read of the tools against Odoo's own. A value that Odoo itself tells otherwise from one call to the next is no difference. */
async function compare({ call, client }: Tools, model: Model): Promise<{ differing: string[]; values: number }> {
  const fields = Object.keys(model.fields).filter((name) => isOpen(model, name));
  const plain = async () => {
    const context = { bin_size: true };
    const rows = await client.searchRead(model.name, [], fields, { limit: LIMIT }, { context });
    return rows.map((row) => jsonRecord(model, row));
  };
  const before = await plain().catch((error: unknown) => error as OdooError);
  // What Odoo's own code fails at is no more told by a tool.
  if (before instanceof OdooError) return { differing: [], values: 0 };
  const ids = before.map(({ id }) => id);
  const searched = await call("search_records", { model: model.name, domain: [], fields, limit: LIMIT });
  const read = ids.length > 0 ? await call("read_records", { model: model.name, ids, fields }) : { records: [] };
  const after = await plain();
  const steady = (at: number, name: string) => isDeepStrictEqual(before[at]?.[name], after[at]?.[name]);
  const differing = Object.entries({ searched, read }).flatMap(([tool, { records }]) =>
    before.flatMap((record, at) =>
      fields
        .filter((name) => steady(at, name) && !isSame(record[name], (records as JsonRecord[])[at]?.[name]))
        .map((name) => `${tool} ${model.name} ${record.id}.${name}: ${JSON.stringify(record[name])}`),
    ),
  );
  return { differing, values: before.length * fields.length };
}

/** A file is described beside its size, and a many2many told by name. */
function isSame(plain: unknown, told: unknown): boolean {
  if (Array.isArray(plain) && Array.isArray(told)) {
    const idOf = (one: unknown) => (typeof one === "object" && one !== null && "id" in one ? one.id : one);
    return isDeepStrictEqual(plain.map(idOf), told.map(idOf));
  }
  const isFile = typeof plain === "object" && plain !== null && "size" in plain;
  return isFile ? (told as { size?: unknown } | null)?.size === plain.size : isDeepStrictEqual(plain, told);
}
