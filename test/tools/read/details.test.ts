import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { forbidden, OdooError } from "../../../src/odoo/errors/errors.js";
import type { RawRecord } from "../../../src/odoo/schema/raw.js";
import { jsonRecord, type PathModels, readSelected, select } from "../../../src/tools/read/details.js";
import { fakeClient, fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const { models } = schemaWith({
  "x.order": {
    name: fieldWith(),
    photo: fieldWith({ type: "binary" }),
    partner_id: fieldWith({ type: "many2one", relation: "x.partner" }),
    line_ids: fieldWith({ type: "one2many", relation: "x.line" }),
    total: fieldWith({ type: "monetary", currency_field: "currency_id" }),
    hidden_total: fieldWith({ type: "monetary", currency_field: "closed_id" }),
    currency_id: fieldWith({ type: "many2one", relation: "x.currency" }),
    closed_id: fieldWith({ type: "many2one", relation: "x.currency", closed: "a rule" }),
    props: fieldWith({ type: "properties" }),
  },
  "x.line": {
    name: fieldWith(),
    product_id: fieldWith({ type: "many2one", relation: "x.product" }),
  },
  "x.partner": {
    name: fieldWith(),
    display_name: fieldWith(),
    photo: fieldWith({ type: "binary" }),
    parent_id: fieldWith({ type: "many2one", relation: "x.partner" }),
  },
  "x.product": { name: fieldWith() },
});
const modelOf = (name: string) => {
  const model = models[name];
  if (!model) throw new Error(name);
  return model;
};
const ORDER = modelOf("x.order");
const anywhere: PathModels = async (name) => modelOf(name);

describe("the fields that are read", () => {
  const fields = async (...paths: string[]) => (await select(ORDER, paths, anywhere)).fields;

  it("are those named, once, and of a path its relation", async () => {
    expect(await fields("name", "partner_id.name", "partner_id", "name")).toEqual(["name", "partner_id"]);
    const { details } = await select(ORDER, ["line_ids.name", "line_ids.product_id.name"], anywhere);
    expect(details.get("line_ids")).toMatchObject({ fields: ["name", "product_id"] });
    expect(details.get("line_ids")?.details.get("product_id")).toMatchObject({ fields: ["name"] });
  });

  it("bring along the currency of an amount, unless it is closed", async () => {
    expect(await fields("total")).toEqual(["total", "currency_id"]);
    expect(await fields("hidden_total")).toEqual(["hidden_total"]);
  });

  it.each([
    ["nmae", "validation", '"nmae"'],
    ["name.x", "validation", '"name" on x.order is a char, so nothing can follow it'],
    ["partner_id.nmae", "validation", "x.partner"],
    ["closed_id", "forbidden", "a rule"],
    ["partner_id.parent_id.parent_id.parent_id.name", "validation", "at most 3 relations"],
  ] as const)("are not %s", async (path, category, text) => {
    await expect(fields(path)).rejects.toThrow(odooError(category, text));
  });

  it("follow a relation only where the other model may be reached, and as far as three relations", async () => {
    const nowhere: PathModels = async (name) => Promise.reject(forbidden("rule", `Not ${name}.`));
    await expect(select(ORDER, ["partner_id.name"], nowhere)).rejects.toThrow(odooError("forbidden", "Not x.partner"));
    await expect(select(ORDER, ["partner_id.id"], nowhere)).rejects.toThrow(odooError("forbidden"));
    expect(await fields("partner_id.parent_id.parent_id.name")).toEqual(["partner_id"]);
  });
});

/** An order with two lines, by model. */
const HELD: Readonly<Record<string, readonly RawRecord[]>> = {
  "x.order": [{ id: 5, partner_id: [3, "Azure, Brandon"], line_ids: [9, 8], name: "SO5" }],
  "x.partner": [{ id: 3, name: "Brandon", parent_id: false }],
  "x.line": [
    { id: 8, name: "Desk", product_id: [1, "Desk"] },
    { id: 9, name: "Chair", product_id: false },
  ],
};
const PATHS = ["partner_id.name", "line_ids.name"];
const EXPECTED = [
  {
    id: 5,
    partner_id: { id: 3, name: "Brandon" },
    line_ids: [
      { id: 9, name: "Chair" },
      { id: 8, name: "Desk" },
    ],
  },
];

describe("details", () => {
  it("are read with one call for each relation before 17", async () => {
    const read = vi.fn<Client["read"]>(async (model, ids, fields) =>
      (HELD[model] ?? [])
        .filter(({ id }) => ids.includes(id))
        .map((record) => ({
          id: record.id,
          ...Object.fromEntries(Object.entries(record).filter(([name]) => fields.includes(name))),
        })),
    );
    const selection = await select(ORDER, PATHS, anywhere);
    expect(await readSelected(fakeClient({ read }, 16), selection, [5, 6], {})).toEqual(EXPECTED);
    expect(read.mock.calls.map(([model, ids]) => [model, ids])).toEqual([
      ["x.order", [5, 6]],
      ["x.partner", [3]],
      ["x.line", [9, 8]],
    ]);
  });

  it("are read with one call from 17 on: a name that is asked for is the field, and not what Odoo displays", async () => {
    const webRead = vi.fn<Client["webRead"]>(async () => [
      {
        id: 5,
        partner_id: { id: 3, display_name: "Azure, Brandon", name: "Brandon" },
        line_ids: [
          { id: 9, name: "Chair" },
          { id: 8, name: "Desk" },
        ],
      },
    ]);
    const selection = await select(ORDER, PATHS, anywhere);
    expect(await readSelected(fakeClient({ webRead }, 17), selection, [5], {})).toEqual(EXPECTED);
    expect(webRead.mock.calls[0]?.slice(0, 3)).toEqual([
      "x.order",
      [5],
      { partner_id: { fields: { display_name: {}, name: {} } }, line_ids: { fields: { name: {} } } },
    ]);
  });

  it("of a many2one have the name that Odoo displays, where the field is not asked for", async () => {
    const selection = await select(ORDER, ["partner_id.parent_id"], anywhere);
    const value = { id: 3, display_name: "Azure, Brandon", parent_id: { id: 2, display_name: "Azure" } };
    const webRead = async () => [{ id: 5, partner_id: value }];
    expect(await readSelected(fakeClient({ webRead }), selection, [5], {})).toEqual([
      { id: 5, partner_id: { id: 3, name: "Azure, Brandon", parent_id: { id: 2, name: "Azure" } } },
    ]);
  });

  it("are asked of nothing where there are no records", async () => {
    const selection = await select(ORDER, PATHS, anywhere);
    expect(await readSelected(fakeClient({}), selection, [], {})).toEqual([]);
    const read = async () => [{ id: 5, partner_id: false, line_ids: [] }];
    expect(await readSelected(fakeClient({ read }, 16), selection, [5], {})).toEqual([
      { id: 5, partner_id: null, line_ids: [] },
    ]);
  });
});

it("files are described, of records and of their details", async () => {
  const webRead = async () => [
    { id: 5, photo: "5.00 Kb", partner_id: { id: 3, display_name: "Azure", photo: "6.00 Kb" } },
  ];
  const searchRead = vi.fn<Client["searchRead"]>(async () => []);
  const selection = await select(ORDER, ["photo", "partner_id.photo"], anywhere);
  const [record] = await readSelected(fakeClient({ webRead, searchRead }), selection, [5], {});
  const file = (size: string, path: string) => ({
    size,
    bytes: null,
    mimetype: null,
    url: `https://odoo.example/web/content/${path}/photo`,
  });
  expect(record).toEqual({
    id: 5,
    photo: file("5.00 Kb", "x.order/5"),
    partner_id: { id: 3, name: "Azure", photo: file("6.00 Kb", "x.partner/3") },
  });
});

it("records that Odoo computes one at a time are read one at a time, and nothing else that it fails at", async () => {
  const asked: (readonly number[])[] = [];
  const failing = (words: string): Client["read"] => {
    return async (_, ids) => {
      asked.push(ids);
      if (ids.length > 1) throw new OdooError("server_error", words);
      return ids.map((id) => ({ id, name: `Order ${id}` }));
    };
  };
  const selection = await select(ORDER, ["name"], anywhere);
  const read = (words: string) => readSelected(fakeClient({ read: failing(words) }), selection, [7, 8], {});
  expect(await read("Expected singleton: res.country(20, 10)")).toEqual([
    { id: 7, name: "Order 7" },
    { id: 8, name: "Order 8" },
  ]);
  expect(asked).toEqual([[7, 8], [7], [8]]);
  await expect(read("KeyError")).rejects.toThrow(odooError("server_error", "KeyError"));
});

it("a record's properties are told by their names", () => {
  const raw = { id: 5, name: false, props: [{ name: "count", string: "Count", type: "integer", value: 3 }] };
  const props = { count: { label: "Count", type: "integer", value: 3 } };
  expect(jsonRecord(ORDER, raw)).toEqual({ id: 5, name: null, props });
});
