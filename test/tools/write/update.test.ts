import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { RawRecord } from "../../../src/odoo/schema/raw.js";
import { type FormView, formView } from "../../../src/odoo/views/form-view.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { carryOut } from "../../../src/tools/change/carry-out.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { updateRecords } from "../../../src/tools/write/update.js";
import { allThere, contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "x.order": {
    name: fieldWith(),
    total: fieldWith({ type: "float", readonly: true }),
    flag: fieldWith({ type: "boolean", store: false }),
    partner_id: fieldWith({ type: "many2one", relation: "x.partner" }),
    total_text: fieldWith(),
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    props: fieldWith({ type: "properties" }),
    line_ids: fieldWith({ type: "one2many", relation: "x.line", relation_field: "order_id" }),
  },
  "x.line": { order_id: fieldWith({ type: "many2one", relation: "x.order" }), name: fieldWith({ required: true }) },
  "x.tag": { name: fieldWith() },
  "x.partner": { name: fieldWith() },
});

async function opened(
  answers: Partial<Client> = {},
  policy: PolicyConfig = {},
  forms: Readonly<Record<string, FormView>> = {},
) {
  const write = vi.fn<Client["write"]>(async () => {});
  const context = contextWith({ schema, policy, forms, answers: { search: allThere, write, ...answers } });
  return { call: await modelCall("x.order", "update", context), write };
}
const INSIDE: PolicyConfig = { "x.order": { domain: [["name", "!=", "b"]] } };
const sentBy = ({ mock }: { mock: { calls: unknown[][] } }) => mock.calls.map((call) => call.slice(1, 3));

describe("an update", () => {
  it("looks for its records while it is looked up what was sent last", async () => {
    const began: string[] = [];
    const search: Client["search"] = async (model, domain, ...rest) => {
      began.push(model);
      return allThere(model, domain, ...rest);
    };
    const { call } = await opened({ search });
    const lastMessage = async () => {
      began.push("sent");
      return undefined;
    };
    const looking = { ...call, context: { ...call.context, lastMessage } };
    await updateRecords(looking, { ids: [5], values: { name: "a" } });
    expect(began).toEqual(["sent", "x.order"]);
  });

  it("is one write of the same values to all records", async () => {
    const { call, write } = await opened();
    const change = await updateRecords(call, { ids: [5, 6], values: { name: "a", partner_id: { id: 3, name: "b" } } });
    expect(change.touched).toEqual([{ model: "x.order", effect: "update", records: 2 }]);
    expect(write).not.toHaveBeenCalled();
    expect(await carryOut(change)).toEqual({ ids: [5, 6] });
    expect(sentBy(write)).toEqual([[[5, 6], { name: "a", partner_id: 3 }]]);
  });

  it("of nothing but what is held anyway writes nothing, and touches nothing", async () => {
    const { call, write } = await opened({ read: async () => [{ id: 5, total: 90 }] });
    const change = await updateRecords(call, { ids: [5], values: { total: 90 } });
    expect(change.touched).toEqual([]);
    expect(await carryOut(change)).toEqual({ ids: [5] });
    expect(write).not.toHaveBeenCalled();
  });

  it("does not tell by silence which readonly value is stored to who may not read", async () => {
    const { call } = await opened(
      { read: async () => [{ id: 5, total: 90 }] },
      { "x.order": { operations: ["update"] } },
    );
    for (const total of [90, 91]) {
      await expect(updateRecords(call, { ids: [5], values: { total } })).rejects.toThrow(
        odooError("validation", "readonly"),
      );
    }
  });

  it("is refused where a record is not there", async () => {
    const { call } = await opened({ search: async () => [5] });
    await expect(updateRecords(call, { ids: [5, 6], values: { name: "a" } })).rejects.toThrow(
      odooError("not_found", "no x.order 6"),
    );
  });

  it("that Odoo refuses is explained by the relation that leads to nothing", async () => {
    const { call } = await opened({
      search: async (model, domain) => (model === "x.order" ? allThere(model, domain, { limit: 1 }) : []),
      write: () => Promise.reject(new OdooError("validation", "Foreign key.")),
    });
    const change = await updateRecords(call, { ids: [5], values: { partner_id: 9 } });
    await expect(carryOut(change)).rejects.toThrow(odooError("not_found", "there is no x.partner with the id 9"));
  });
});

describe("an update with new lines", () => {
  const line = '<field name="line_ids"><list editable="top"><field name="name" on_change="1"/></list></field>';
  const forms = { "x.order": formView({ arch: `<form>${line}</form>`, embedded: {} }) };

  it("is sent with what their form fills in, of the record that holds them, and tells what it warns of", async () => {
    const onchange = vi.fn<Client["onchange"]>(async () => ({ value: { name: "Desk" }, warning: "No stock." }));
    const { call, write } = await opened({ onchange, read: async () => [{ id: 5, flag: false }] }, {}, forms);
    const values = { flag: true, line_ids: { create: [{}], link: [7] } };
    const change = await updateRecords(call, { ids: [5], values });
    expect(change).toMatchObject({ rows: [values], warnings: ["No stock."] });
    expect(await carryOut(change)).toEqual({
      ids: [5],
      not_kept: [{ id: 5, flag: false }],
      warnings: ["No stock."],
    });
    const lines = [
      [4, 7, 0],
      [0, 0, { name: "Desk" }],
    ];
    expect(sentBy(write)).toEqual([[[5], { flag: true, line_ids: lines }]]);
    expect(onchange.mock.calls.map(([model, asked]) => [model, asked])).toEqual([["x.line", { order_id: 5 }]]);
  });
});

describe("before an update is sent", () => {
  it("the records that it links to must be there, where Odoo would not say so", async () => {
    const { call } = await opened({ search: async (model) => (model === "x.order" ? [5] : []) });
    await expect(updateRecords(call, { ids: [5], values: { tag_ids: [9] } })).rejects.toThrow(
      odooError("not_found", "values.tag_ids[0]", "no x.tag with the id 9"),
    );
  });

  it("details given back with a relation must be what is stored", async () => {
    const { call } = await opened({ read: async (_, ids) => ids.map((id) => ({ id, name: "Azure" })) });
    const values = { tag_ids: [{ id: 3, name: "Other" }] };
    await expect(updateRecords(call, { ids: [5], values })).rejects.toThrow(
      odooError("validation", "values.tag_ids[0].name: is not what is stored"),
    );
  });

  it("the values must leave the records inside the policy's domain", async () => {
    const { call } = await opened({}, INSIDE);
    await expect(updateRecords(call, { ids: [5], values: { name: "b" } })).rejects.toMatchObject({
      rule: 'policy["x.order"].domain',
      outcome: "not_applied",
    });
  });
});

it("an update after which Odoo has put a record outside the policy's domain is an error, and applied", async () => {
  const found = [[5], []];
  const { call, write } = await opened({ search: async () => found.shift() ?? [] }, INSIDE);
  const change = await updateRecords(call, { ids: [5], values: { total_text: "a" } });
  await expect(carryOut(change)).rejects.toMatchObject({ rule: 'policy["x.order"].domain', outcome: "applied" });
  expect(write).toHaveBeenCalledOnce();
});

describe("a value that Odoo does not keep", () => {
  const flags = (...flags: boolean[]): Partial<Client> => ({
    read: async (_, ids) => ids.map((id, index): RawRecord => ({ id, flag: flags[index] })),
  });

  it("of one of two records is told with a success, for that record", async () => {
    const { call } = await opened(flags(true, false));
    const change = await updateRecords(call, { ids: [5, 6], values: { flag: true } });
    expect(await carryOut(change)).toEqual({ ids: [5, 6], not_kept: [{ id: 6, flag: false }] });
  });

  it("beside one that it keeps is told with a success", async () => {
    const { call } = await opened(flags(false));
    const change = await updateRecords(call, { ids: [5], values: { flag: true, name: "a" } });
    expect(await carryOut(change)).toEqual({ ids: [5], not_kept: [{ id: 5, flag: false }] });
  });

  it("of any record, and no other, is an error: nothing came of the call", async () => {
    const { call } = await opened(flags(false, false));
    const change = await updateRecords(call, { ids: [5, 6], values: { flag: true } });
    await expect(carryOut(change)).rejects.toMatchObject({
      category: "validation",
      field: "flag",
      outcome: "applied",
      message: expect.stringContaining('Odoo computes "flag" of x.order, and did not keep what was written.'),
    });
  });
});

describe("properties", () => {
  const PROPS = [
    { name: "count", string: "Count", type: "integer" },
    { name: "note", string: "Note", type: "char", value: "held" },
  ];
  const held: Partial<Client> = { read: async () => [{ id: 5, props: PROPS }] };
  const zero = { ids: [5], values: { name: "a", props: { count: 0 } } };
  /** Refuses the writes of these numbers, from 1 on. */
  const refusing = (...refused: number[]) => {
    let calls = 0;
    return vi.fn<Client["write"]>(async () => {
      calls += 1;
      if (refused.includes(calls)) throw new OdooError("business_rule", "No.");
    });
  };

  it("are written with those that the record holds, in one write with all else", async () => {
    const { call, write } = await opened(held);
    await carryOut(await updateRecords(call, { ids: [5], values: { name: "a", props: { count: 7 } } }));
    expect(sentBy(write)).toEqual([[[5], { name: "a", props: { note: "held", count: 7 } }]]);
  });

  it("take a second write for a 0 that Odoo would not write over nothing, after all the rest", async () => {
    const stored = [{ ...PROPS[0], value: false }, PROPS[1]];
    const { call, write } = await opened({ read: async () => [{ id: 5, props: stored }] });
    await carryOut(await updateRecords(call, zero));
    expect(sentBy(write)).toEqual([
      [[5], { name: "a", props: { note: "held" } }],
      [[5], { props: { note: "held", count: 0 } }],
    ]);
  });

  const empty: Partial<Client> = { read: async () => [{ id: 5, props: [{ ...PROPS[0], value: false }, PROPS[1]] }] };

  it("are as they were where the first write is refused: no second one follows", async () => {
    const write = refusing(1);
    const { call } = await opened({ ...empty, write });
    await expect(carryOut(await updateRecords(call, zero))).rejects.toMatchObject({
      category: "business_rule",
      outcome: "not_applied",
    });
    expect(write).toHaveBeenCalledOnce();
  });

  it("are told as applied, all but their zeros, where the second write is refused", async () => {
    const { call } = await opened({ ...empty, write: refusing(2) });
    await expect(carryOut(await updateRecords(call, zero))).rejects.toMatchObject({
      category: "business_rule",
      outcome: "applied",
      record: 5,
      message: expect.stringContaining("all but the zeros in props was written: No."),
    });
  });

  it("are nowhere written where those that the record holds cannot be read any more", async () => {
    const read = vi.fn<Client["read"]>(async () => [{ id: 5, props: PROPS }]);
    const { call, write } = await opened({ read });
    const change = await updateRecords(call, zero);
    read.mockRejectedValue(new TypeError("x is undefined"));
    await expect(carryOut(change)).rejects.toMatchObject({ outcome: "not_applied" });
    expect(write).not.toHaveBeenCalled();
  });

  it.each<[what: string, props: Record<string, unknown>, ...texts: string[]]>([
    ["a name that the record does not have", { cuont: 7 }, 'values.props: there is no property "cuont"', '"count"'],
    ["a value of another type", { count: "a" }, "values.props.count: expected a whole number"],
  ])("are refused before the change is made, and in a preview: %s", async (_, props, ...texts) => {
    const { call } = await opened(held);
    await expect(updateRecords(call, { ids: [5], values: { props } })).rejects.toThrow(
      odooError("validation", ...texts),
    );
  });

  it("are checked for what the wire cannot carry as they are written, with those that the record holds", async () => {
    const checkSendable = vi.fn<Client["checkSendable"]>(async () => {});
    const { call } = await opened({ ...held, checkSendable });
    await updateRecords(call, { ids: [5], values: { name: "a", props: { count: null } } });
    expect(checkSendable.mock.calls).toEqual([[{ name: "a", props: { note: "held" } }]]);
  });

  it("are merged for one record at a time, which a preview tells too", async () => {
    const { call } = await opened(held);
    await expect(updateRecords(call, { ids: [5, 6], values: { props: { count: 7 } } })).rejects.toThrow(
      odooError("validation", "values.props", "one record at a time"),
    );
    await expect(updateRecords(call, { ids: [5, 6], values: { props: null } })).resolves.toBeDefined();
  });
});
