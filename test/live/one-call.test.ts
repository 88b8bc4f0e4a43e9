import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { type Field, fieldOf, type Model } from "../../src/odoo/schema/schema.js";
import type { JsonRecord } from "../../src/odoo/values/values.js";
import { screenContext } from "../../src/odoo/views/screens.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { createPolicy } from "../../src/tools/policy/policy.js";
import { jsonRecord } from "../../src/tools/read/json-record.js";
import type { Json } from "../support/mcp.js";
import { askingOnce, openTools, type Tools } from "./in-process.js";
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
/** Files, of which as many are looked at. */
const MANY = 50;
const POLICY = createPolicy({});
/** Leads that have what is asked about. */
const WITH_ALL = ["partner_id", "team_id", "tag_ids"].map((name) => [name, "!=", false]);

describeEachOdoo("reads in one call", (instance) => {
  const { admin, demo } = instance;
  afterAll(closeConnections);
  const wires = wiresOf(instance);
  const over = askingOnce();
  const opened = new Map<string, Promise<Tools>>();
  /** The administrator's tools over a wire. What models are like is asked over the first that needs it. */
  const toolsBy = (ODOO_WIRE: string): Promise<Tools> => {
    const tools = opened.get(ODOO_WIRE) ?? openTools(GENERATED, { ...admin, ODOO_WIRE }, { policy: {}, over });
    opened.set(ODOO_WIRE, tools);
    return tools;
  };

  it("tell what Odoo's own reads answer, of every field, and the same over every wire", async () => {
    const [tools, ...others] = await Promise.all(wires.map(toolsBy));
    if (!tools) throw new Error("There is no wire.");
    const differing: string[] = [];
    let values = 0;
    for (const name of MODELS) {
      const model = await modelOf(tools, name);
      if (!model) continue;
      const compared = await compare(tools, others, model);
      differing.push(...compared.differing);
      values += compared.values;
    }
    expect(differing).toEqual([]);
    expect(values).toBeGreaterThan(3000);
  });

  describe.each(wires)("over %s", (wire) => {
    it("tell the total as a count does, on any page", async () => {
      const tools = await toolsBy(wire);
      const { count } = await tools.call("search_count", { model: "res.country", domain: [] });
      for (const page of [{ limit: 10 }, { limit: 10, offset: 240 }, { limit: 500 }, { limit: 5, offset: 100_000 }]) {
        const searching = tools.call("search_records", { model: "res.country", domain: [], ...page });
        expect(await searching, JSON.stringify(page)).toMatchObject({ total: count });
      }
    });

    it("leave out ids that do not exist, with details and names too", async () => {
      const tools = await toolsBy(wire);
      const [order] = await tools.client.search("sale.order", [], { limit: 1 });
      const ids = [order, 2_000_000_000];
      for (const fields of [["name"], ["tag_ids", "partner_id"], ["partner_id.email", "order_line.name"]]) {
        const reading = tools.call("read_records", { model: "sale.order", ids, fields });
        expect(await reading, fields.join()).toMatchObject({ records: [{ id: order }], missing: [ids[1]] });
      }
    });

    it("are one call, and before 17 one more for each relation that is asked about", async () => {
      const tools = await toolsBy(wire);
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
    const tools = await openTools(GENERATED, { ...demo, ODOO_WIRE: "jsonrpc" }, { policy: {} });
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
 * A search and a read of the tools against Odoo's own, and a search over every other wire against the first. A value that Odoo
 * itself tells otherwise from one call to the next is no difference.
 */
async function compare(
  { call, client: own }: Tools,
  others: readonly Tools[],
  model: Model,
): Promise<{ differing: string[]; values: number }> {
  const { name } = model;
  const client = own.inContext(screenContext(name) ?? {});
  const fields = Object.keys(model.fields).filter((field) => isOpen(model, field));
  const options = { context: { bin_size: true } };
  const all = await client
    .searchRead(name, [], fields, { limit: name === "ir.attachment" ? MANY : LIMIT }, options)
    .catch((error: unknown) => error as OdooError);
  // What Odoo's own code fails at is no more told by a tool.
  if (all instanceof OdooError || all.length === 0) return { differing: [], values: 0 };
  // No tool shows files of what it may not read, which others of these tests leave behind.
  const found = all
    .filter(({ res_model }) => POLICY.operations(String(res_model)).value.includes("read"))
    .slice(0, LIMIT);
  const ids = found.map(({ id }) => id);
  const search = { model: name, domain: [], fields, limit: LIMIT };
  const plain = found.map((raw) => jsonRecord(model, raw));
  const searched = recordsOf(await call("search_records", search));
  const read = recordsOf(await call("read_records", { model: name, ids, fields }));
  const elsewhere = others.map(async (tools) => recordsOf(await tools.call("search_records", search)));
  const different = [
    ...differences("searched", plain, searched, isSame),
    ...differences("read", plain, read, isSame),
    ...(await Promise.all(elsewhere)).flatMap((told) => differences("over a wire", searched, told, isDeepStrictEqual)),
  ];
  const after = different.length === 0 ? [] : await client.read(name, ids, fields, options);
  const isStable = ({ at, field }: Difference) => isDeepStrictEqual(found[at]?.[field], after[at]?.[field]);
  const differing = different
    .filter(isStable)
    .map(({ how, at, field, told }) => `${how} ${name} ${ids[at]}.${field}: ${JSON.stringify(told)}`);
  return { differing, values: found.length * fields.length };
}

const recordsOf = ({ records }: Json) => records as JsonRecord[];

interface Difference {
  how: string;
  /** The record's place. */
  at: number;
  field: string;
  told: readonly [unknown, unknown];
}

const differences = (
  how: string,
  expected: readonly JsonRecord[],
  told: readonly JsonRecord[],
  isEqual: (expected: unknown, told: unknown) => boolean,
): Difference[] =>
  expected.flatMap((record, at) =>
    Object.entries(record)
      .filter(([field, value]) => !isEqual(value, told[at]?.[field]))
      .map(([field, value]) => ({ how, at, field, told: [value, told[at]?.[field]] as const })),
  );

/** A file is described beside its size, and a many2many told by name. */
function isSame(plain: unknown, told: unknown): boolean {
  if (Array.isArray(plain) && Array.isArray(told)) {
    const idOf = (one: unknown) => (typeof one === "object" && one !== null && "id" in one ? one.id : one);
    return isDeepStrictEqual(plain.map(idOf), told.map(idOf));
  }
  const isFile = typeof plain === "object" && plain !== null && "size" in plain;
  return isFile ? (told as { size?: unknown } | null)?.size === plain.size : isDeepStrictEqual(plain, told);
}
