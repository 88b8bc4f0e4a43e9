import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { RawRecord } from "../../../src/odoo/schema/raw.js";
import { readSelected, searchSelected, withFiles } from "../../../src/tools/read/details.js";
import { type Selection, select } from "../../../src/tools/read/selection.js";
import { fakeClient, odooError } from "../../support/fixtures.js";
import { anywhere, ORDER } from "../../support/order-models.js";

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

describe("a page of a search", () => {
  const ROW: RawRecord = { id: 5, partner_id: [3, "Azure, Brandon"], line_ids: [9, 8] };
  const query = { domain: [["name", "=", "SO5"]], page: { limit: 1, offset: 2 } };

  it("is one call from 17 on, with its details", async () => {
    const partner_id = { id: 3, display_name: "Azure, Brandon", name: "Brandon" };
    const records = [{ ...ROW, partner_id, line_ids: HELD["x.line"]?.toReversed() ?? [] }];
    const webSearchRead = vi.fn<Client["webSearchRead"]>(async () => ({ records, length: 9 }));
    const selection = await select(ORDER, PATHS, anywhere);
    const found = await searchSelected(fakeClient({ webSearchRead }, 17), selection, query, { context: { a: 1 } });
    expect(found).toMatchObject({ length: 9, records: EXPECTED });
    const specification = {
      partner_id: { fields: { display_name: {}, name: {} } },
      line_ids: { fields: { name: {} } },
    };
    expect(webSearchRead.mock.calls).toEqual([["x.order", { ...query, specification }, { context: { a: 1 } }]]);
  });

  it("is one call before 17, and then one for each relation, side by side", async () => {
    const asked: string[] = [];
    const answering: (() => void)[] = [];
    const client: Partial<Client> = {
      webSearchRead: async () => ({ records: [ROW], length: 9 }),
      async read(model) {
        asked.push(model);
        // Nothing is answered before all are asked.
        await new Promise<void>((resolve) => {
          answering.push(resolve);
          if (answering.length === 2) for (const answer of answering) answer();
        });
        return (HELD[model] ?? []).map(({ id, name }) => ({ id, name }));
      },
    };
    const selection = await select(ORDER, PATHS, anywhere);
    expect(await searchSelected(fakeClient(client, 16), selection, query, {})).toEqual({
      length: 9,
      records: EXPECTED,
    });
    expect(asked).toEqual(["x.partner", "x.line"]);
  });

  it("is found, counted and read one record at a time where Odoo computes one alone", async () => {
    const refusing = async () => Promise.reject(new OdooError("server_error", "Expected singleton: x.order(5, 6)"));
    const read = vi.fn<Client["read"]>(async (_, [id = 0]) => [{ id, name: `Order ${id}` }]);
    const answers = { webSearchRead: refusing, search: async () => [6, 5], searchCount: async () => 9, read };
    const selection = await select(ORDER, ["name"], anywhere);
    expect(await searchSelected(fakeClient(answers), selection, query, {})).toEqual({
      length: 9,
      records: [
        { id: 6, name: "Order 6" },
        { id: 5, name: "Order 5" },
      ],
    });
    expect(read.mock.calls.map(([, ids]) => ids)).toEqual([[6], [5]]);
  });
});

it("details are read of the records that exist, where Odoo fails at the others", async () => {
  const webRead = vi.fn<Client["webRead"]>(async (_, ids) => {
    if (ids.includes(6)) throw new OdooError("not_found", "Record does not exist or has been deleted.");
    return ids.map((id) => ({ id, line_ids: [] }));
  });
  const selection = await select(ORDER, ["line_ids.name"], anywhere);
  const there = (...known: number[]) => ({ search: async () => known, webRead });
  expect(await readSelected(fakeClient(there(5, 7)), selection, [5, 6, 7], {})).toEqual([
    { id: 5, line_ids: [] },
    { id: 7, line_ids: [] },
  ]);
  expect(webRead.mock.calls.map(([, ids]) => ids)).toEqual([
    [5, 6, 7],
    [5, 7],
  ]);
  expect(await readSelected(fakeClient(there()), selection, [6, 8], {})).toEqual([]);
  // What is missing is another record.
  const missing = readSelected(fakeClient(there(5, 6)), selection, [5, 6], {});
  await expect(missing).rejects.toThrow(odooError("not_found"));
});

describe("names that come along", () => {
  const named = async (): Promise<Selection> => {
    const selection = await select(ORDER, ["tag_ids", "line_ids.name"], anywhere);
    return { ...selection, named: new Set(["tag_ids"]) };
  };
  /** An Odoo that does not tell what records are linked to. */
  const refusing = (error: OdooError) =>
    vi.fn<Client["webRead"]>(async (_, ids, specification) => {
      if ("fields" in (specification.tag_ids ?? {})) throw error;
      return ids.map((id) => ({ id, tag_ids: [1], line_ids: [] }));
    });

  it.each(["forbidden", "server_error", "not_found"] as const)(
    "are left out where Odoo answers %j, and nothing else is",
    async (category) => {
      const webRead = refusing(new OdooError(category, "No."));
      const records = await readSelected(fakeClient({ webRead }), await named(), [5], {});
      expect(records).toEqual([{ id: 5, tag_ids: [1], line_ids: [] }]);
      expect(webRead.mock.calls.map(([, , specification]) => specification)).toEqual([
        { tag_ids: { fields: { display_name: {} }, limit: 10 }, line_ids: { fields: { name: {} } } },
        { tag_ids: {}, line_ids: { fields: { name: {} } } },
      ]);
    },
  );

  it("are not tried again where Odoo cannot be reached, nor is what has none", async () => {
    const gone = refusing(new OdooError("unavailable", "Gone."));
    await expect(readSelected(fakeClient({ webRead: gone }), await named(), [5], {})).rejects.toThrow("Gone.");
    const never = vi.fn<Client["webRead"]>(async () => Promise.reject(new OdooError("forbidden", "No.")));
    const unnamed = await select(ORDER, ["line_ids.name"], anywhere);
    await expect(readSelected(fakeClient({ webRead: never }), unnamed, [5], {})).rejects.toThrow("No.");
    const read = vi.fn<Client["read"]>(async () => Promise.reject(new OdooError("forbidden", "No.")));
    await expect(readSelected(fakeClient({ read }, 16), await named(), [5], {})).rejects.toThrow("No.");
    expect([gone, never, read].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1]);
  });
});

it("files are described, of records and of their details", async () => {
  const webRead = async () => [
    { id: 5, photo: "5.00 Kb", partner_id: { id: 3, display_name: "Azure", photo: "6.00 Kb" } },
  ];
  const searchRead = vi.fn<Client["searchRead"]>(async () => []);
  const selection = await select(ORDER, ["photo", "partner_id.photo"], anywhere);
  const client = fakeClient({ webRead, searchRead });
  const records = await readSelected(client, selection, [5], {});
  await withFiles(client, selection, records, {});
  const file = (size: string, path: string) => ({
    size,
    bytes: null,
    mimetype: null,
    url: `https://odoo.example/web/content/${path}/photo`,
  });
  expect(records[0]).toEqual({
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
