import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import type { RawRecord } from "../../../src/odoo/schema/raw.js";
import { checkDetails, readingOf, withoutUnchanged } from "../../../src/tools/write/given-back.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "x.order": {
    name: fieldWith(),
    note: fieldWith({ type: "text" }),
    total: fieldWith({ type: "float", readonly: true }),
    number: fieldWith({ readonly: true }),
    partner_id: fieldWith({ type: "many2one", relation: "x.partner" }),
    owner_id: fieldWith({ type: "many2one", relation: "x.partner", readonly: true }),
    line_ids: fieldWith({ type: "one2many", relation: "x.line", relation_field: "order_id" }),
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    old_tag_ids: fieldWith({ type: "many2many", relation: "x.tag", readonly: true }),
  },
  "x.line": {
    name: fieldWith(),
    price: fieldWith({ type: "float" }),
    tax_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
  },
  "x.tag": { name: fieldWith() },
  "x.partner": { name: fieldWith(), email: fieldWith() },
});

const HELD: Readonly<Record<string, object>> = {
  "x.order 5": {
    total: 90,
    number: "SO\u200b5",
    note: "Pay: /my?access_token=abc",
    owner_id: [3, "Azure"],
    old_tag_ids: [1, 2],
  },
  "x.order 6": { total: 80, number: "SO6", owner_id: [3, "Azure"] },
  "x.partner 3": { name: "Azure", email: "a@azure.example" },
  "x.line 8": { name: "Desk", price: 10, tax_ids: [1, 2] },
  "x.tag 1": { display_name: "Big / One", name: "One" },
  "x.line 9": { name: "Chair", price: 20 },
};

/** What is asked of an Odoo 16, whose records are read model by model. */
async function opened() {
  const read = vi.fn<Client["read"]>(async (model, ids, fields) =>
    ids.map((id) => {
      const held = Object.entries(HELD[`${model} ${id}`] ?? {}).filter(([name]) => fields.includes(name));
      return { id, ...Object.fromEntries(held) } as RawRecord;
    }),
  );
  const context = contextWith({ schema, major: 16, answers: { read } });
  return { model: await context.models.get("x.order"), reading: readingOf(context), read };
}

describe("readonly values given back", () => {
  const left = async (ids: readonly number[], values: Record<string, unknown>) => {
    const { model, reading, read } = await opened();
    return { left: await withoutUnchanged(model, ids, values, reading), calls: read.mock.calls.length };
  };

  it("are left out where they are what the record holds, and the others stay", async () => {
    expect((await left([5], { name: "a", total: 90, owner_id: { id: 3, name: "Azure" } })).left).toEqual({ name: "a" });
    expect((await left([5], { name: "a", total: 91 })).left).toEqual({ name: "a", total: 91 });
    expect((await left([5], { owner_id: { id: 4, name: "Azure" } })).left).toEqual({
      owner_id: { id: 4, name: "Azure" },
    });
  });

  it("are what the record holds also as a read shows it, without invisible characters", async () => {
    expect((await left([5], { number: "SO5" })).left).toEqual({});
  });

  it("are what the record holds also with a link whose secret a read hides, which no write may lose", async () => {
    const kept = { note: "Pay: /my?access_token=[hidden]" };
    expect((await left([5], { name: "a", ...kept })).left).toEqual({ name: "a" });
    expect((await left([5], { note: "Pay now: /my?access_token=[hidden]" })).left).toEqual({
      note: "Pay now: /my?access_token=[hidden]",
    });
  });

  it("are left out only where every record holds them", async () => {
    expect((await left([5, 6], { total: 90 })).left).toEqual({ total: 90 });
    expect((await left([5, 6], { owner_id: { id: 3, name: "Azure" } })).left).toEqual({});
  });

  it("are compared with the details that were read along", async () => {
    const owner = { id: 3, name: "Azure", email: "a@azure.example" };
    expect((await left([5], { owner_id: owner })).left).toEqual({});
    const other = { ...owner, email: "b@azure.example" };
    expect((await left([5], { owner_id: other })).left).toEqual({ owner_id: other });
  });

  it("are compared by the ids of what a many2many was read with by name", async () => {
    const tags = [1, 2].map((id) => ({ id, name: `Tag ${id}` }));
    expect((await left([5], { old_tag_ids: tags })).left).toEqual({});
    expect((await left([5], { old_tag_ids: [1, 2] })).left).toEqual({});
    expect((await left([5], { old_tag_ids: tags.slice(1) })).left).toEqual({ old_tag_ids: tags.slice(1) });
  });

  it("are the only ones that are read again", async () => {
    expect(await left([5], { name: "a", partner_id: 3 })).toEqual({ left: { name: "a", partner_id: 3 }, calls: 0 });
  });
});

describe("details of related records given back", () => {
  const checked = async (values: Record<string, unknown>) => {
    const { model, reading, read } = await opened();
    await checkDetails(model, values, "values", reading);
    return read.mock.calls.length;
  };

  it("are taken where they are what is stored", async () => {
    await checked({ partner_id: { id: 3, name: "Azure", email: "a@azure.example" } });
    await checked({
      line_ids: [
        { id: 8, name: "Desk", price: 10 },
        { id: 9, price: 20 },
      ],
    });
  });

  it.each<[values: Record<string, unknown>, ...texts: string[]]>([
    [
      { partner_id: { id: 3, email: "b@azure.example" } },
      "values.partner_id.email: is not what is stored",
      "update the x.partner 3 itself",
    ],
    [
      {
        line_ids: [
          { id: 8, price: 10 },
          { id: 9, price: 21 },
        ],
      },
      "values.line_ids[1].price: is not what is stored",
      '{"update": [{"id": 9',
    ],
    [{ line_ids: [{ id: 8, name: "Table" }] }, "values.line_ids[0].name"],
  ])("are refused where they are not, and would be lost: %j", async (values, ...texts) => {
    await expect(checked(values)).rejects.toThrow(odooError("validation", ...texts));
  });

  it("are the names of what a many2many holds, as they are displayed or in their field", async () => {
    await checked({ tag_ids: [{ id: 1, name: "Big / One" }, { id: 2 }] });
    await checked({ tag_ids: [{ id: 1, name: "One" }] });
    await expect(checked({ tag_ids: [{ id: 2 }, { id: 1, name: "Two" }] })).rejects.toThrow(
      odooError("validation", "values.tag_ids[1].name: is not what is stored"),
    );
    expect(await checked({ tag_ids: [{ id: 2 }, { id: 1 }] })).toBe(0);
  });

  it("are taken with what a many2many of lines read along is called", async () => {
    const tags = [1, 2].map((id) => ({ id, name: `Tag ${id}` }));
    await checked({ line_ids: [{ id: 8, price: 10, tax_ids: tags }] });
    await expect(checked({ line_ids: [{ id: 8, price: 10, tax_ids: tags.slice(1) }] })).rejects.toThrow(
      odooError("validation", "values.line_ids[0].tax_ids"),
    );
  });

  it("are none in an id, a many2one's name, or lines to be changed, and nothing is read then", async () => {
    const values = { partner_id: { id: 3, name: "Whoever" }, line_ids: { update: [{ id: 8, price: 11 }] } };
    expect(await checked(values)).toBe(0);
    expect(await checked({ partner_id: 3, line_ids: [8, 9] })).toBe(0);
  });
});
