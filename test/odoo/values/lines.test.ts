import { describe, expect, it } from "vitest";
import { fieldSchemas, modelValues, type ValuesSchema, valuesSchema } from "../../../src/odoo/values/values.js";
import { outcome } from "../../support/outcome.js";

const none = fieldSchemas(() => Promise.reject(new Error("this model has no lines")));

describe("lines", () => {
  const lines: ValuesSchema = valuesSchema(
    {
      order_id: none.many2one("sale.order"),
      product_id: none.many2one("product.product"),
      name: none.char(),
      qty: none.float(),
    },
    { required: ["order_id", "name"] },
  );
  const tags: ValuesSchema = valuesSchema({ name: none.char() }, { required: ["name"] });
  const resolved: string[] = [];
  const schemas = fieldSchemas(async (relation) => {
    resolved.push(relation);
    return relation === "x.tag" ? tags : lines;
  });
  const order = valuesSchema(
    { order_line: schemas.lines("sale.order.line", "order_id"), tag_ids: schemas.lines("x.tag") },
    { required: [] },
  );
  const commands = (order_line: unknown) => outcome(order.update, { order_line });

  it.each<[given: unknown, commands: unknown]>([
    [{ set: [1, 2] }, [[6, 0, [1, 2]]]],
    [{ set: [{ id: 1, name: "A" }, 2] }, [[6, 0, [1, 2]]]],
    [{ set: [] }, [[6, 0, []]]],
    [{ unlink: [3] }, [[3, 3, 0]]],
    [{ delete: [4] }, [[2, 4, 0]]],
    [{ link: [5] }, [[4, 5, 0]]],
    [{ update: [{ id: 6, qty: 2 }] }, [[1, 6, { qty: 2 }]]],
    [{ create: [{ name: "A" }] }, [[0, 0, { name: "A" }]]],
    [{}, []],
    [[7, 8], [[6, 0, [7, 8]]]],
    [[{ id: 7, name: "as it was read" }, { id: 8 }], [[6, 0, [7, 8]]]],
  ])("turns %j into Odoo's commands", async (given, sent) => {
    expect(await commands(given)).toEqual({ sent: { order_line: sent } });
  });

  it("builds what checks the lines of a model once, not for each line", async () => {
    let builds = 0;
    const shape = { order_id: none.many2one("sale.order"), name: none.char(), qty: none.float() };
    const counted = new Proxy(shape, {
      ownKeys(target) {
        builds += 1;
        return Reflect.ownKeys(target);
      },
    });
    const counting = valuesSchema(counted, { required: ["order_id", "name"] });
    const { lines: linesOf } = fieldSchemas(async () => counting);
    const parent = valuesSchema(
      { line_ids: linesOf("x.line", "order_id"), other_ids: linesOf("x.line") },
      { required: [] },
    );
    const given = (count: number) => ({ create: Array.from({ length: count }, (_, index) => ({ name: `${index}` })) });
    await outcome(parent.update, { line_ids: given(1) });
    const first = builds;
    expect(await outcome(parent.update, { line_ids: given(100) })).toHaveProperty("sent.line_ids.length", 100);
    expect(builds).toBe(first);
    // Those of another field, which is not filled in by Odoo, need the record that holds them.
    expect(await outcome(parent.update, { other_ids: given(1) })).not.toHaveProperty("sent");
    expect(builds).toBe(first + 1);
  });

  it("replaces first, then takes away, then changes, then adds, whatever order was written", async () => {
    const given = {
      create: [{ name: "A" }, { name: "B" }],
      link: [5],
      update: [{ id: 6, qty: 2 }],
      delete: [4],
      unlink: [3],
      set: [3, 4, 6],
    };
    expect(await commands(given)).toEqual({
      sent: {
        order_line: [
          [6, 0, [3, 4, 6]],
          [3, 3, 0],
          [2, 4, 0],
          [1, 6, { qty: 2 }],
          [4, 5, 0],
          [0, 0, { name: "A" }],
          [0, 0, { name: "B" }],
        ],
      },
    });
  });

  it("does not ask a new line for the field that points back, which Odoo fills in", async () => {
    expect(await commands({ create: [{ name: "A" }] })).toHaveProperty("sent");
    const without = valuesSchema({ order_line: schemas.lines("sale.order.line") }, { required: [] });
    expect(await outcome(without.update, { order_line: { create: [{ name: "A" }] } })).toEqual({
      refused: [expect.stringMatching(/^order_line\.create\.0\.order_id: /)],
    });
  });

  it("are of the model that the field names, and point back as it says", async () => {
    const more = { relation: "sale.order.line", relation_field: "order_id" };
    const fields = { order_line: { type: "one2many" as const, string: "Lines", ...more } };
    const shape = { name: "x.model", label: "X", fields };
    resolved.length = 0;
    expect(await outcome(modelValues(shape, schemas).update, { order_line: { create: [{ name: "A" }] } })).toEqual({
      sent: { order_line: [[0, 0, { name: "A" }]] },
    });
    expect(resolved).toEqual(["sale.order.line"]);
  });

  it("converts the values of a line, as those of a record", async () => {
    const given = { create: [{ name: "A", product_id: { id: 9, name: "Desk" } }] };
    expect(await commands(given)).toEqual({ sent: { order_line: [[0, 0, { name: "A", product_id: 9 }]] } });
  });

  it("looks the other model up only when its values are given", async () => {
    resolved.length = 0;
    await commands({ set: [1], link: [2], unlink: [3], delete: [4] });
    expect(resolved).toEqual([]);
    await outcome(order.update, { tag_ids: { create: [{ name: "A" }] } });
    expect(resolved).toEqual(["x.tag"]);
  });

  it.each<[given: unknown, refused: RegExp]>([
    [5, /^order_line: expected \{"create": .+\(or unlink, delete, set\), or a list of ids, not 5$/],
    ["1,2", /^order_line: expected/],
    [null, /^order_line: expected/],
    [[[6, 0, [1]]], /^order_line: expected .+, not \[\[6,0,\[1\]\]\]$/],
    [{ create: [{ name: "A", order_id: 9 }] }, /^order_line\.create\.0\.order_id: is the record that holds the line/],
    [[{ name: "A" }], /^order_line: expected \{"create": .+, not \[\{"name":"A"\}\]$/],
    [["5"], /^order_line\.0: expected the id of a sale\.order\.line record, not "5"$/],
    [{ link: [1, 0] }, /^order_line\.link\.1: expected the id of a sale\.order\.line record, not 0$/],
    [{ link: 5 }, /^order_line\.link: expected a list of ids, not 5$/],
    [{ update: [{ qty: 2 }] }, /^order_line\.update\.0\.id: expected the id of a sale\.order\.line record/],
    [{ update: { 6: { qty: 2 } } }, /^order_line\.update: expected a list of objects, not /],
    [{ update: [{ id: 6 }] }, /^order_line\.update\.0: expected at least one field to change$/],
    [{ update: [{ id: 6, qty: "2" }] }, /^order_line\.update\.0\.qty: expected a number, not "2"$/],
    [{ create: [{ name: "A" }, { name: 5 }] }, /^order_line\.create\.1\.name: expected a text, not 5$/],
    [{ create: [{ qty: 1 }] }, /^order_line\.create\.0\.name: /],
    [{ create: ["A"] }, /^order_line\.create\.0: expected an object of fields and values, not "A"$/],
    [{ create: { name: "A" } }, /^order_line\.create: expected a list of objects, not \{"name":"A"\}$/],
    [{ create: [{ name: null }] }, /^order_line\.create\.0\.name: is required and cannot be null$/],
  ])("refuses %j and says where", async (given, refused) => {
    expect(await commands(given)).toEqual({ refused: [expect.stringMatching(refused)] });
  });

  it.each<[string, given: unknown, path: PropertyKey[], key: string]>([
    ["an operation", { add: [1] }, ["order_line"], "add"],
    ["a field of a new line", { create: [{ name: "A", qtty: 1 }] }, ["order_line", "create", 0], "qtty"],
    ["a field of a changed line", { update: [{ id: 1, qtty: 1 }] }, ["order_line", "update", 0], "qtty"],
  ])("refuses %s that it does not know, at its place", async (_, given, path, key) => {
    const result = await order.update.safeParseAsync({ order_line: given });
    expect(result.error?.issues).toEqual([expect.objectContaining({ code: "unrecognized_keys", path, keys: [key] })]);
  });

  it("tells every wrong line at once", async () => {
    const result = await commands({ update: [{ id: 1, qty: "x" }], create: [{ name: 1 }, { name: "A", qty: "y" }] });
    expect(result).toEqual({
      refused: [
        expect.stringMatching(/^order_line\.update\.0\.qty: /),
        expect.stringMatching(/^order_line\.create\.0\.name: /),
        expect.stringMatching(/^order_line\.create\.1\.qty: /),
      ],
    });
  });

  it("reaches lines of lines", async () => {
    const menus: ValuesSchema = valuesSchema(
      { name: none.char(), child_ids: fieldSchemas(async () => menus).lines("x.menu", "parent_id") },
      { required: [] },
    );
    const given = { child_ids: { create: [{ name: "A", child_ids: { create: [{ name: "B" }, { name: 5 }] } }] } };
    expect(await outcome(menus.create, given)).toEqual({
      refused: ["child_ids.create.0.child_ids.create.1.name: expected a text, not 5"],
    });
  });
});
