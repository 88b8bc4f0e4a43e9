import { describe, expect, it } from "vitest";
import type { Model } from "../../../src/odoo/schema/schema.js";
import { meantValues } from "../../../src/tools/call/meant-values.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const LINE = {
  name: fieldWith(),
  qty: fieldWith({ type: "float" }),
  done: fieldWith({ type: "boolean", required: true }),
};
const { models } = schemaWith({
  "x.order": {
    name: fieldWith(),
    partner_id: fieldWith({ type: "many2one", relation: "x.line" }),
    count: fieldWith({ type: "integer" }),
    active: fieldWith({ type: "boolean" }),
    date: fieldWith({ type: "date", required: true }),
    title: fieldWith({ required: true, needed: { reason: "flag" } }),
    props: fieldWith({ type: "properties" }),
    lines: fieldWith({ type: "one2many", relation: "x.line" }),
    tags: fieldWith({ type: "many2many", relation: "x.line" }),
  },
  "x.line": LINE,
});
const order = models["x.order"] as Model;
const source = { known: () => Object.values(models) };
const meant = (values: Record<string, unknown>, use: "create" | "update" = "update") =>
  meantValues(order, values, use, source);

describe("values", () => {
  it.each<[what: string, given: unknown, meant: unknown]>([
    ["a number as a text", { count: "5" }, { count: 5 }],
    ["a truth as a text", { active: "false" }, { active: false }],
    ["properties as a text", { props: '{"a": 1}' }, { props: { a: 1 } }],
    ["lines as a text", { lines: '{"link": [1]}' }, { lines: { link: [1] } }],
    ["ids as a text", { tags: "[1, 2]" }, { tags: [1, 2] }],
    ["the command that replaces", { tags: [[6, 0, [1, 2]]] }, { tags: { set: [1, 2] } }],
    ["the command that clears", { tags: [[5]] }, { tags: { set: [] } }],
    ["commands as a text", { tags: "[[6, 0, [1]]]" }, { tags: { set: [1] } }],
    [
      "all other commands",
      {
        lines: [
          [0, 0, { qty: "2" }],
          [1, 7, { qty: "3" }],
          [2, 8, 0],
          [3, 9],
          [4, 10, 0],
          [4, 11],
        ],
      },
      {
        lines: { create: [{ qty: 2 }], update: [{ id: 7, qty: 3 }], delete: [8], unlink: [9], link: [10, 11] },
      },
    ],
    [
      "replaced and added to",
      {
        lines: [
          [5, 0, 0],
          [0, 0, { name: "a" }],
        ],
      },
      { lines: { set: [], create: [{ name: "a" }] } },
    ],
    [
      "lines within, by their own fields",
      { lines: { create: [{ qty: "2" }, 5] } },
      { lines: { create: [{ qty: 2 }, 5] } },
    ],
  ])("may be %s", (_what, given, expected) => {
    expect(meant(given as Record<string, unknown>)).toEqual(expected);
  });

  it.each<[what: string, given: Record<string, unknown>]>([
    ["a text for a record", { partner_id: "7" }],
    ["a name for a record", { partner_id: "Azure" }],
    ["texts for records", { tags: ["1", "2"] }],
    ["one id, which may mean to add or to replace", { tags: 1 }],
    ["an id with a name", { tags: [[1, "Azure"]] }],
    [
      "a command that replaces what stands before it",
      {
        tags: [
          [4, 1],
          [6, 0, [2]],
        ],
      },
    ],
    ["a command without its record", { tags: [[4]] }],
    ["a command of another number", { tags: [[7, 1, 0]] }],
    ["a command whose number is a text", { tags: [["4", 1, 0]] }],
    ["a text that is no number", { count: "five" }],
    ["a number for a text", { name: 5 }],
    ["what the model has no field for", { other: "[1]" }],
    ["null in an update", { date: null, name: null }],
  ])("are left as they are: %s", (_what, given) => {
    expect(meant(given)).toEqual(given);
  });

  it("of a new record leave null out where Odoo's default can stand, in lines too", () => {
    expect(meant({ date: null, title: null, name: null, lines: { create: [{ done: null }] } }, "create")).toEqual({
      title: null,
      name: null,
      lines: { create: [{}] },
    });
  });

  it("keep a key called __proto__ for the parser to refuse", () => {
    const given = JSON.parse('{"__proto__": {"a": 1}}') as Record<string, unknown>;
    expect(Object.keys(meant(given))).toEqual(["__proto__"]);
  });
});
