import { describe, expect, it } from "vitest";
import { idIn, lineOperations, type Visitor, walkValues } from "../../../src/tools/guard/walk-values.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const { models } = schemaWith({
  "a.order": {
    name: fieldWith(),
    line_ids: fieldWith({ type: "one2many", relation: "a.line", relation_field: "order_id" }),
    tag_ids: fieldWith({ type: "many2many", relation: "a.tag" }),
  },
  "a.line": { note: fieldWith(), part_ids: fieldWith({ type: "one2many", relation: "a.order" }) },
  "a.tag": { name: fieldWith() },
});
const source = {
  async get(name: string) {
    const model = models[name];
    if (!model) throw new Error(`There is no ${name}.`);
    return model;
  },
};

/** What is visited, a line each. */
async function visited(values: Record<string, unknown>, isNew = false) {
  const seen: string[] = [];
  const visitor: Visitor = {
    row: ({ model, at, isNew, ids }) => void seen.push(`row ${model.name} ${at} ${isNew ? "new" : `[${ids}]`}`),
    field: ({ model, name, at }) => void seen.push(`field ${model.name}.${name} ${at}`),
    lines: ({ name, operations }) => void seen.push(`lines ${name} ${operations.map(({ operation }) => operation)}`),
  };
  const model = await source.get("a.order");
  await walkValues({ model, values, at: "values", isNew, ids: isNew ? [] : [7] }, source, visitor);
  return seen;
}

describe("walking values", () => {
  it("visits a record, its fields, its lines and what they hold, at every depth", async () => {
    const part = { name: "p", tag_ids: { create: [{ name: "t" }] } };
    expect(
      await visited({
        name: "x",
        line_ids: { update: [{ id: 3, note: "n" }], create: [{ part_ids: { create: [part] } }], delete: [4] },
      }),
    ).toEqual([
      "row a.order values [7]",
      "field a.order.name values.name",
      "field a.order.line_ids values.line_ids",
      "lines line_ids create,update,delete",
      "row a.line values.line_ids.create[0] new",
      "field a.line.part_ids values.line_ids.create[0].part_ids",
      "lines part_ids create",
      "row a.order values.line_ids.create[0].part_ids.create[0] new",
      "field a.order.name values.line_ids.create[0].part_ids.create[0].name",
      "field a.order.tag_ids values.line_ids.create[0].part_ids.create[0].tag_ids",
      "lines tag_ids create",
      "row a.tag values.line_ids.create[0].part_ids.create[0].tag_ids.create[0] new",
      "field a.tag.name values.line_ids.create[0].part_ids.create[0].tag_ids.create[0].name",
      "row a.line values.line_ids.update[0] [3]",
      "field a.line.note values.line_ids.update[0].note",
    ]);
  });

  it("takes a list for what replaces all that is linked", async () => {
    expect(await visited({ tag_ids: [1, { id: 2 }] }, true)).toContain("lines tag_ids set");
  });

  it.each([
    { unknown: 1 },
    { line_ids: null },
    { line_ids: "x" },
    { line_ids: { create: "x", other: [1] } },
    { line_ids: { create: [5, null, [1]] } },
    JSON.parse('{ "__proto__": { "x": 1 }, "constructor": 1 }'),
  ])("passes by what has another form than it should: %j", async (values) => {
    const seen = await visited(values);
    expect(seen.filter((line) => line.startsWith("row"))).toEqual(["row a.order values [7]"]);
  });

  it("asks for no model where no line is written", async () => {
    const nowhere = { get: () => Promise.reject(new Error("not asked")) };
    const row = { model: await source.get("a.order"), values: { line_ids: { link: [1], set: [] } }, at: "values" };
    await expect(walkValues({ ...row, isNew: false, ids: [7] }, nowhere, {})).resolves.toBeUndefined();
  });
});

it("operations are in one order, whatever the order of the value", () => {
  const field = fieldWith({ type: "one2many", relation: "a.line" });
  const operations = lineOperations({ field, value: { set: [], delete: [1], create: [{}] }, at: "x" });
  expect(operations.map(({ operation, at }) => [operation, at])).toEqual([
    ["create", "x.create"],
    ["delete", "x.delete"],
    ["set", "x.set"],
  ]);
  expect(lineOperations({ field: fieldWith(), value: { create: [{}] }, at: "x" })).toEqual([]);
});

it.each([
  [5, 5],
  [{ id: 5, name: "Five" }, 5],
  [null, 0],
  ["x", Number.NaN],
])("the id in %j is %d", (value, id) => {
  expect(idIn(value)).toBe(id);
});
