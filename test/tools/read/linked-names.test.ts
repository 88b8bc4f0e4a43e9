import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { RawRecord } from "../../../src/odoo/schema/raw.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { readRecords, searchRecords } from "../../../src/tools/read/records.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "x.order": {
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    more_tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    group_ids: fieldWith({ type: "many2many", relation: "x.group" }),
    file_ids: fieldWith({ type: "many2many", relation: "x.file" }),
    line_ids: fieldWith({ type: "one2many", relation: "x.line" }),
  },
  "x.line": { tax_ids: fieldWith({ type: "many2many", relation: "x.tag" }) },
  "x.tag": { name: fieldWith(), color: fieldWith({ type: "integer" }) },
  "x.file": { res_model: fieldWith(), res_id: fieldWith({ type: "integer" }) },
});

/** Reads of an Odoo 16 with one record or several, whose linked records are called "x.tag 1". */
async function opened(records: readonly object[], policy: PolicyConfig = {}, refusing?: OdooError) {
  const read = vi.fn<Client["read"]>(async (model, ids, fields) => {
    if (model === "x.order") return records.map((held, at) => ({ id: at + 1, ...held }));
    if (refusing) throw refusing;
    if (fields.includes("tax_ids")) return ids.map((id) => ({ id, tax_ids: [id] }));
    return ids.map((id) => ({ id, display_name: `${model} ${id}`, color: 3 }) as RawRecord);
  });
  const searchRead = async () => records.map((held, at) => ({ id: at + 1, ...held }));
  const context = contextWith({ schema, policy, major: 16, answers: { read, searchRead } });
  const call = await modelCall("x.order", "read", context);
  const ids = records.map((_, at) => at + 1);
  return {
    reading: async (...fields: string[]) => (await readRecords(call, { ids, fields })).records,
    searching: async (...fields: string[]) =>
      (await searchRecords(call, { domain: [], fields, limit: 500, offset: 0 })).records,
    /** Of names: the model and the ids. */
    asked: () => read.mock.calls.filter((args) => args[2][0] === "display_name").map((args) => args.slice(0, 2)),
  };
}

const tag = (id: number) => ({ id, name: `x.tag ${id}` });
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

describe("the records of a many2many, from 17 on", () => {
  /** Reads of an Odoo 19 that tells names along with records, and nothing else. */
  async function told(held: readonly (readonly number[])[], policy: PolicyConfig = {}) {
    const webSearchRead = vi.fn<Client["webSearchRead"]>(async (_, { specification }) => {
      const isNamed = "fields" in (specification.tag_ids ?? {});
      const one = (id: number, at: number) => (at < 10 ? { id, display_name: `x.tag ${id}` } : { id });
      const records = held.map((ids, at) => ({ id: at + 1, tag_ids: isNamed ? ids.map(one) : ids }) as RawRecord);
      return { records, length: records.length };
    });
    const call = await modelCall("x.order", "read", contextWith({ schema, policy, answers: { webSearchRead } }));
    const found = await searchRecords(call, { domain: [], fields: ["tag_ids"], limit: 500, offset: 0 });
    return found.records.map(({ tag_ids }) => tag_ids);
  }

  it("are told by name without a call of their own, in Odoo's order", async () => {
    expect(await told([[2, 1], []])).toEqual([[tag(2), tag(1)], []]);
  });

  it("stay ids where there are too many, as before", async () => {
    expect(await told([upTo(11), upTo(10)])).toEqual([upTo(11), upTo(10).map(tag)]);
    const many = (count: number) => upTo(count).map((id) => [id]);
    expect((await told(many(200)))[199]).toEqual([tag(200)]);
    expect((await told(many(201)))[0]).toEqual([1]);
  });

  it("stay ids, and no name is asked for, where the policy does not let all of their model be read", async () => {
    expect(await told([[1]], { "x.tag": { domain: [["color", "=", 1]] } })).toEqual([[1]]);
  });

  it("are asked for by themselves where Odoo refuses them along with the record", async () => {
    const read = vi.fn<Client["read"]>(async (model, ids) => {
      if (model === "x.group") throw new OdooError("forbidden", "No.");
      if (model === "x.order") return ids.map((id) => ({ id, tag_ids: [1], group_ids: [7] }));
      return ids.map((id) => ({ id, display_name: `${model} ${id}` }));
    });
    const webRead = async () => Promise.reject(new OdooError("forbidden", "No."));
    const call = await modelCall("x.order", "read", contextWith({ schema, answers: { read, webRead } }));
    const { records } = await readRecords(call, { ids: [5], fields: ["tag_ids", "group_ids"] });
    expect(records).toEqual([{ id: 5, tag_ids: [tag(1)], group_ids: [7] }]);
  });
});

describe("the records of a many2many, before 17", () => {
  it("are told by name in a search and a read, in Odoo's order", async () => {
    const { reading, searching } = await opened([{ tag_ids: [2, 1] }, { tag_ids: [] }]);
    const told = [
      { id: 1, tag_ids: [tag(2), tag(1)] },
      { id: 2, tag_ids: [] },
    ];
    expect(await reading("tag_ids")).toEqual(told);
    expect(await searching("tag_ids")).toEqual(told);
  });

  it("cost one call for each model that they are of, and none where there are none", async () => {
    const { reading, asked } = await opened([
      { tag_ids: [1, 2], more_tag_ids: [2, 3], group_ids: [7] },
      { tag_ids: [4], group_ids: [] },
    ]);
    await reading("tag_ids", "more_tag_ids", "group_ids");
    expect(asked()).toEqual([
      ["x.tag", [1, 2, 4, 3]],
      ["x.group", [7]],
    ]);
    const empty = await opened([{ tag_ids: [] }]);
    await empty.reading("tag_ids");
    expect(empty.asked()).toEqual([]);
  });

  it("are told by name in lines that are read along, and as they were asked for with a path", async () => {
    const { reading } = await opened([{ line_ids: [8, 9], tag_ids: [1] }]);
    expect(await reading("line_ids.tax_ids", "tag_ids.color")).toEqual([
      {
        id: 1,
        tag_ids: [expect.objectContaining({ id: 1, color: 3 })],
        line_ids: [
          { id: 8, tax_ids: [tag(8)] },
          { id: 9, tax_ids: [tag(9)] },
        ],
      },
    ]);
  });

  it("stay ids where a record holds more than 10, and a one2many always", async () => {
    const { reading } = await opened([
      { tag_ids: upTo(11), line_ids: [1] },
      { tag_ids: upTo(10), line_ids: [] },
    ]);
    expect(await reading("tag_ids", "line_ids")).toEqual([
      { id: 1, tag_ids: upTo(11), line_ids: [1] },
      { id: 2, tag_ids: upTo(10).map(tag), line_ids: [] },
    ]);
  });

  it("stay ids where there are more than 200 different ones of a model in an answer", async () => {
    const many = (count: number) => upTo(count).map((id) => ({ tag_ids: [id] }));
    const few = await opened(many(200));
    expect((await few.searching("tag_ids"))[199]).toEqual({ id: 200, tag_ids: [tag(200)] });
    const more = await opened(many(201));
    expect((await more.searching("tag_ids"))[0]).toEqual({ id: 1, tag_ids: [1] });
    expect(more.asked()).toEqual([]);
  });

  it.each<[what: string, field: string, policy: PolicyConfig]>([
    ["may not be read", "tag_ids", { "x.tag": { operations: ["update"] } }],
    ["may be read in part", "tag_ids", { "x.tag": { domain: [["color", "=", 1]] } }],
    ["has closed names", "tag_ids", { "x.tag": { denyFields: ["display_name"] } }],
    ["has closed names, and is not known", "group_ids", { "x.group": { denyFields: ["name"] } }],
    ["belongs to records, some of which are limited", "file_ids", { "x.tag": { domain: [["color", "=", 1]] } }],
  ])("stay ids, and nothing is asked, where their model %s", async (_, field, policy) => {
    const { reading, asked } = await opened([{ [field]: [1] }], policy);
    expect(await reading(field)).toEqual([{ id: 1, [field]: [1] }]);
    expect(asked()).toEqual([]);
  });

  it("stay ids where Odoo refuses their names, and a lost connection is an error", async () => {
    const refused = await opened([{ tag_ids: [1] }], {}, new OdooError("forbidden", "No."));
    expect(await refused.reading("tag_ids")).toEqual([{ id: 1, tag_ids: [1] }]);
    const lost = await opened([{ tag_ids: [1] }], {}, new OdooError("unavailable", "Gone."));
    await expect(lost.reading("tag_ids")).rejects.toThrow(odooError("unavailable", "Gone"));
  });
});
