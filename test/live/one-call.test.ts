import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { OdooError } from "../../src/odoo/errors/errors.js";
import type { RawRecord } from "../../src/odoo/schema/raw.js";
import { type Field, fieldOf, type Model } from "../../src/odoo/schema/schema.js";
import type { JsonRecord } from "../../src/odoo/values/values.js";
import { screenContext } from "../../src/odoo/views/screens.js";
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
const LIMIT = 5;
/** Leads that have what is asked about. */
const WITH_ALL = ["partner_id", "team_id", "tag_ids"].map((name) => [name, "!=", false]);

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
      expect(values).toBeGreaterThan(3000);
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
      for (const fields of [["name"], ["tag_ids", "partner_id"], ["partner_id.email", "order_line.name"]]) {
        const reading = tools.call("read_records", { model: "sale.order", ids, fields });
        expect(await reading, fields.join()).toMatchObject({ records: [{ id: order }], missing: [ids[1]] });
      }
    });

    it("are one call, and before 17 one more for each relation that is asked about", async () => {
      const tools = await opened(admin, wire);
      const isOne = tools.client.series.major >= 17;
      const search = (fields: string[]) =>
        tools.call("search_records", { model: "crm.lead", domain: WITH_ALL, fields, limit: 3 });
      const callsOf = async (...fields: string[]) => {
        const before = tools.asked.length;
        await search(fields);
        return tools.asked.slice(before).map(({ method }) => method);
      };
      // The models are learned first.
      await search(["partner_id.email", "team_id.name", "tag_ids"]);
      expect(await callsOf("name", "partner_id", "create_date")).toEqual(["web_search_read"]);
      expect(await callsOf("partner_id.email", "team_id.name")).toEqual([
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
  return model && (await tools.client.hasAccess(name, "read")) ? model : undefined;
}

function isOpen(model: Model, name: string, type?: Field["type"]): boolean {
  const field = fieldOf(model, name);
  return field !== undefined && !field.closed && (type === undefined || field.type === type);
}

/**
 * A search and a read of the tools against Odoo's own. A value that Odoo itself tells otherwise from one call to the next is no
 * difference.
 */
async function compare({ call, client: own }: Tools, model: Model): Promise<{ differing: string[]; values: number }> {
  const { name } = model;
  const client = own.inContext(screenContext(name) ?? {});
  const fields = Object.keys(model.fields).filter((field) => isOpen(model, field));
  const options = { context: { bin_size: true } };
  const searching = () => client.searchRead(name, [], fields, { limit: LIMIT }, options);
  const found = await searching().catch((error: unknown) => error as OdooError);
  // What Odoo's own code fails at is no more told by a tool.
  if (found instanceof OdooError || found.length === 0) return { differing: [], values: 0 };
  const ids = found.map(({ id }) => id);
  const reading = () => client.read(name, ids, fields, options);
  const held = await reading();
  const searched = await call("search_records", { model: name, domain: [], fields, limit: LIMIT });
  const read = await call("read_records", { model: name, ids, fields });
  const differing = [
    ...differences(model, "searched", { before: found, told: searched.records, after: await searching() }),
    ...differences(model, "read", { before: held, told: read.records, after: await reading() }),
  ];
  return { differing, values: found.length * fields.length };
}

function differences(
  model: Model,
  how: string,
  { before, told, after }: { before: RawRecord[]; told: unknown; after: RawRecord[] },
): string[] {
  return before.flatMap((raw, at) => {
    const own = (told as JsonRecord[])[at];
    return Object.entries(jsonRecord(model, raw))
      .filter(([name, value]) => isDeepStrictEqual(raw[name], after[at]?.[name]) && !isSame(value, own?.[name]))
      .map(([name, value]) => `${how} ${model.name} ${raw.id}.${name}: ${JSON.stringify([value, own?.[name]])}`);
  });
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
