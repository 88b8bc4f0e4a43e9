import { describe, expect, it } from "vitest";
import type { RawRecord } from "../../../src/odoo/schema/raw.js";
import { activeOf, addedContext, contextFrom, namesOf } from "../../../src/tools/actions/contexts.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const ORDERS = namesOf(activeOf("a.order", [7, 8]));

describe("an action's context", () => {
  it.each<[unknown, object]>([
    [{ default_x: 1 }, { default_x: 1 }],
    [{ active_ids: [9] }, { active_ids: [9] }],
    ["{'default_order_id': active_id, 'ids': active_ids}", { default_order_id: 7, ids: [7, 8] }],
    ["{'active_id': active_id}", { active_id: 7 }],
    ["{'active_ids': active_ids, \"active_id\": active_id,}", { active_ids: [7, 8], active_id: 7 }],
    ["{'default_line_ids': [(6, 0, active_ids)]}", { default_line_ids: [[6, 0, [7, 8]]] }],
    ["{'default_my_active_id': 3}", { default_my_active_id: 3 }],
    ["{'help': 'Of active_ids, and active_id.'}", { help: "Of active_ids, and active_id." }],
    ['{"help": "active_id\\"active_ids", "x": [active_id]}', { help: 'active_id"active_ids', x: [7] }],
    ["{'x': 'active_ids}", {}],
    ["{'x': active_ids[0]}", { x: 7 }],
    ["{'x': 1} if active_id == 7 else {'x': 2}", { x: 1 }],
    ["{'x': 1, 'y': name}", { x: 1 }],
    ["{'x': context.get('active_model')}", { x: "a.order" }],
    ["{active_id: 1}", {}],
    ["{'__proto__': {'x': 1}}", JSON.parse('{"__proto__": {"x": 1}}')],
    ["{'default_name': name}", {}],
    ["{'x': uid}", {}],
    ["{'x': __import__('os').system('x')}", {}],
    ["[1]", {}],
    ["", {}],
    [false, {}],
    [undefined, {}],
    [null, {}],
    [[1], {}],
    [5, {}],
  ])("of %j", (context, expected) => {
    expect(contextFrom(context, ORDERS)).toEqual(expected);
  });

  const nested = (depth: number) => {
    let value: unknown = 1;
    for (let at = 0; at < depth; at++) value = { x: value };
    return value;
  };

  it.each<[what: string, context: unknown]>([
    ["of a megabyte", `{'x': '${"active_ids ".repeat(100_000)}'}`],
    ["of a megabyte without an end", `{'x': ${"'\\'".repeat(300_000)}`],
    ["that names its records over and over", `{'x': [${"active_ids,".repeat(1_000)}]}`],
    ["nested", `${"{'x': ".repeat(60)}1${"}".repeat(60)}`],
    ["nested as an object", nested(100_000)],
    ["nested in lists", { x: [[nested(30)]] }],
  ])("%s is none", (_, context) => {
    expect(contextFrom(context, ORDERS)).toEqual({});
  });

  it("is as deep as Odoo's are", () => {
    expect(contextFrom(nested(15), ORDERS)).toEqual(nested(15));
  });
});

describe("what a button adds to the context", () => {
  const schema = schemaWith({
    "a.order": {
      state: fieldWith(),
      partner_id: fieldWith({ type: "many2one", relation: "a.partner" }),
      line_ids: fieldWith({ type: "one2many", relation: "a.line" }),
      access_token: fieldWith(),
      secret: fieldWith(),
    },
  });
  const record = { state: "draft", partner_id: [4, "Ada"], line_ids: [1, 2], access_token: "t", secret: "s" };

  /** Of records that are all like this one, and which fields were read for it. */
  async function added(context: Parameters<typeof addedContext>[2], ids: readonly number[] = [7]) {
    const asked: (readonly string[])[] = [];
    const tools = contextWith({
      schema,
      policy: { "a.order": { denyFields: ["secret"] } },
      answers: {
        read: async (_, read, fields) => {
          asked.push(fields);
          const kept = Object.entries(record).filter(([name]) => fields.includes(name));
          return read.map((id): RawRecord => ({ id, ...Object.fromEntries(kept) }));
        },
      },
    });
    return { context: await addedContext(await modelCall("a.order", "act", tools), ids, context), asked };
  }

  it("is an object as it stands, for which nothing is read", async () => {
    expect(await added({ x: 1 })).toEqual({ context: { x: 1 }, asked: [] });
    expect(await added(undefined)).toEqual({ context: {}, asked: [] });
  });

  it("is made of the record's fields, its id, and who is signed in", async () => {
    const text = "{'default_x': active_id, 'of': id, 'by': uid, 'partner': partner_id, 'lines': line_ids, 'is': state}";
    const { context, asked } = await added(text);
    expect(context).toEqual({ default_x: 7, of: 7, by: 2, partner: 4, lines: [1, 2], is: "draft" });
    expect(asked).toEqual([["partner_id", "line_ids", "state"]]);
  });

  it("is that of the place where the button shows", async () => {
    const text = "{'rfq': True} if not (state != 'draft') else {'rfq': False}";
    expect((await added(text)).context).toEqual({ rfq: true });
    expect((await added(text.replace("'draft'", "'sent'"))).context).toEqual({ rfq: false });
  });

  it("is without what is closed or secret, and without the fields of several records", async () => {
    const closed = await added("{'a': secret, 'b': access_token, 'c': active_ids}");
    expect(closed).toEqual({ context: { c: [7] }, asked: [] });
    const several = await added("{'a': state, 'c': active_ids}", [7, 8]);
    expect(several).toEqual({ context: { c: [7, 8] }, asked: [] });
  });
});
