import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { placed, REFUSED, type Records, TAKEN } from "../corpus/sloppy-calls.js";
import type { Json } from "../support/mcp.js";
import { notReading, openTools, picture, type Tools } from "./in-process.js";
import { describeSandbox } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// Calls in another form than the schemas ask for, against a real Odoo: what is taken comes to what is meant, Odoo's own
// commands come to what they come to in Odoo, and what is refused leaves nothing behind.

const CONFIG = JSON.stringify({
  operations: ["search", "read", "count", "aggregate", "create", "update", "delete"],
  models: { "res.partner": {}, "crm.lead": {}, "sale.order": {}, "sale.order.line": {} },
});
const WATCHED = [
  "res.partner",
  "crm.lead",
  "crm.tag",
  "sale.order",
  "sale.order.line",
  "mail.message",
  "mail.activity",
];

/** A new record has defaults that are the time of the call. */
const withoutTimes = (result: Json): unknown =>
  JSON.parse(JSON.stringify(result).replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "a time"));

/** Lists of commands in Odoo's form, with the tags `a`, `b` and `c`; a record holds `a` and `b` before. */
const COMMANDS: readonly [what: string, commands: (a: number, b: number, c: number) => unknown[]][] = [
  ["replace", (a, _, c) => [[6, 0, [a, c]]]],
  ["replace by none", () => [[6, false, []]]],
  ["clear", () => [[5]]],
  ["clear, with its places", () => [[5, 0, 0]]],
  ["clear and link", (_a, _b, c) => [[5], [4, c]]],
  ["link", (_a, _b, c) => [[4, c, 0]]],
  ["link what is linked", (a) => [[4, a]]],
  ["unlink", (a) => [[3, a]]],
  [
    "replace and link",
    (a, _, c) => [
      [6, 0, [a]],
      [4, c],
    ],
  ],
  [
    "unlink one and link another",
    (a, _, c) => [
      [3, a],
      [4, c],
    ],
  ],
  [
    "link one and unlink another",
    (a, _, c) => [
      [4, c],
      [3, a],
    ],
  ],
];

describeSandbox("leaves what it writes to", "sloppy calls", (instance) => {
  const { series, admin } = instance;
  let odoo: Client;
  let tools: Tools;
  let records: Records;
  let before: Record<string, string>;

  const made = async (model: string, values: Json) => (await odoo.create(model, [values]))[0] as number;

  beforeAll(async () => {
    odoo = createClient(await connect(readSettings(admin)));
    tools = await openTools(await generatedFolder(instance, CONFIG), admin);
    const partner = await made("res.partner", { name: "Sloppy" });
    const product = await made("product.product", { name: "Sloppy", type: "service" });
    const row = [0, 0, { product_id: product, name: "A line" }];
    const order = await made("sale.order", { partner_id: partner, order_line: [row, row] });
    const [line = 0, otherLine = 0] = await odoo.search("sale.order.line", [["order_id", "=", order]], { limit: 2 });
    const [tag, otherTag] = [await made("crm.tag", { name: "Sloppy 1" }), await made("crm.tag", { name: "Sloppy 2" })];
    const lead = await made("crm.lead", { name: "Sloppy", tag_ids: [[6, 0, [tag]]] });
    records = { partner, lead, order, line, otherLine, tag, otherTag, product };
    before = await picture(odoo, WATCHED);
  });
  afterAll(closeConnections);

  describe.each(Object.entries(TAKEN))("%s", (_theme, calls) => {
    it.each(calls.map((call) => [call.what, call] as const))("is taken: %s", async (_what, { tool, args, meant }) => {
      const preview = "values" in meant || "records" in meant || "updates" in meant ? { dry_run: true } : {};
      const calls = tools.asked.length;
      const given = await tools.call(tool, { ...placed(args, records), ...preview });
      const plain = await tools.call(tool, { ...placed(meant, records), ...preview });
      expect(withoutTimes(given)).toEqual(withoutTimes(plain));
      expect(notReading(tools.asked.slice(calls))).toEqual([]);
    });
  });

  describe.each(Object.entries(REFUSED))("%s", (_theme, calls) => {
    it.each(calls.map((call) => [call.what, call] as const))("is refused: %s", async (_what, { tool, args, words }) => {
      const calls = tools.asked.length;
      const thrown = await tools.call(tool, placed(args, records)).catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(OdooError);
      expect(thrown).toMatchObject({ category: "validation", outcome: "not_applied" });
      expect((thrown as OdooError).message).toContain(words);
      expect(notReading(tools.asked.slice(calls))).toEqual([]);
    });
  });

  it("are refused, and previewed, with nothing left behind", async () => {
    expect(await picture(odoo, WATCHED)).toEqual(before);
  });

  it.each(COMMANDS)("come to what they come to in Odoo: %s", async (what, commandsOf) => {
    const [a, b] = [records.tag, records.otherTag];
    const c = await made("crm.tag", { name: `Sloppy: ${what}` });
    const held = { tag_ids: [[6, 0, [a, b]]] };
    const [ours = 0, theirs = 0] = await odoo.create("crm.lead", [
      { name: "Ours", ...held },
      { name: "Theirs", ...held },
    ]);
    const tag_ids = commandsOf(a, b, c);
    await odoo.write("crm.lead", [theirs], { tag_ids });
    await tools.call("crm_lead_update", { ids: [ours], values: { tag_ids } });
    const [mine, other] = await odoo.read("crm.lead", [ours, theirs], ["tag_ids"]);
    expect(mine?.tag_ids).toEqual(other?.tag_ids);
  });

  it("come to lines as they come to in Odoo", async () => {
    const rows = [1, 2, 3].map((sequence) => [
      0,
      0,
      { product_id: records.product, name: `Line ${sequence}`, sequence },
    ]);
    const orderOf = () => made("sale.order", { partner_id: records.partner, order_line: rows });
    const [ours, theirs] = [await orderOf(), await orderOf()];
    const linesOf = (order: number) =>
      odoo.searchRead("sale.order.line", [["order_id", "=", order]], ["name", "product_uom_qty", "price_unit"], {
        limit: 10,
        order: "sequence, id",
      });
    const changed = async (order: number) => {
      const [first, second] = await linesOf(order);
      const added = { product_id: records.product, name: "Line 4", product_uom_qty: 4, price_unit: 4, sequence: 4 };
      return [
        [1, first?.id, { product_uom_qty: 2, price_unit: 3 }],
        [2, second?.id, false],
        [0, "virtual_1", added],
      ];
    };
    await odoo.write("sale.order", [theirs], { order_line: await changed(theirs) });
    await tools.call("sale_order_update", { ids: ours, values: { order_line: JSON.stringify(await changed(ours)) } });
    const shown = async (order: number) => (await linesOf(order)).map(({ id: _id, ...line }) => line);
    expect(await shown(ours)).toEqual(await shown(theirs));
    expect(await shown(ours)).toHaveLength(3);
  });

  it.runIf(Number(series) >= 16)("name analytic accounts by their ids in a line's distribution", async () => {
    const analytic = { model: "account.move.line", domain: [["analytic_distribution", "in", [5]]] };
    expect(await tools.call("search_count", analytic)).toEqual({ count: expect.any(Number) });
  });

  it("write once what is not refused", async () => {
    const calls = tools.asked.length;
    await tools.call("res_partner_update", {
      ids: `${records.partner}`,
      values: '{"phone": "123"}',
      extra: null,
      dry_run: "false",
      sessionId: "s",
    });
    expect(await odoo.read("res.partner", [records.partner], ["phone"])).toMatchObject([{ phone: "123" }]);
    expect(notReading(tools.asked.slice(calls)).map(({ method }) => method)).toEqual(["write"]);
  });
});
