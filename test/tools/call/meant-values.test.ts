import { describe, expect, it } from "vitest";
import type { Model } from "../../../src/odoo/schema/schema.js";
import { meantValues } from "../../../src/tools/call/meant-values.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const LINE = {
  name: fieldWith(),
  qty: fieldWith({ type: "float" }),
  done: fieldWith({ type: "boolean", required: true }),
};
const schema = schemaWith({
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
const order = schema.models["x.order"] as Model;
const context = contextWith({ schema });
const meant = (values: Record<string, unknown>, use: "create" | "update" = "update") =>
  meantValues(order, values, use, context);

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
      "commands with places that they do not use",
      { tags: [[6, false, [1]]], lines: [[5, null, []]] },
      { tags: { set: [1] }, lines: { set: [] } },
    ],
    [
      "a command for a new line with an id of the screen's",
      { lines: [[0, "virtual_1", { qty: "2" }]] },
      { lines: { create: [{ qty: 2 }] } },
    ],
    [
      "one where a list is meant, in lines",
      { lines: { create: { qty: "2" }, update: { id: 7, qty: 3 }, delete: 8 }, tags: { link: 9, set: 1 } },
      { lines: { create: [{ qty: 2 }], update: [{ id: 7, qty: 3 }], delete: [8] }, tags: { link: [9], set: [1] } },
    ],
    [
      "a list as a text, in lines",
      { lines: { create: '[{"qty": "2"}]', update: '{"id": 7, "qty": 3}' }, tags: { link: "[9]" } },
      { lines: { create: [{ qty: 2 }], update: [{ id: 7, qty: 3 }] }, tags: { link: [9] } },
    ],
    [
      "lines within, by their own fields",
      { lines: { create: [{ qty: "2" }, 5] } },
      { lines: { create: [{ qty: 2 }, 5] } },
    ],
  ])("may be %s", async (_what, given, expected) => {
    expect(await meant(given as Record<string, unknown>)).toEqual(expected);
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
    [
      "one record that is named twice: its order would matter",
      {
        tags: [
          [4, 1],
          [3, 1],
        ],
      },
    ],
    [
      "a change of what is then deleted",
      {
        lines: [
          [1, 7, { qty: 2 }],
          [2, 7],
        ],
      },
    ],
    ["a link with values", { tags: [[4, 1, { name: "a" }]] }],
    ["a new line with an id", { lines: [[0, 7, { qty: 2 }]] }],
    ["a change with another id", { lines: [[1, 7, { id: 8, qty: 2 }]] }],
    ["a record to clear", { tags: [[5, 1]] }],
    ["a fourth place", { tags: [[4, 1, 0, 0]] }],
    ["a text for a record to link", { tags: { link: "7" } }],
    ["texts for records to link", { tags: { link: ["7"] } }],
    ["changes by id", { lines: { update: { "7": { qty: 2 } } } }],
    ["a command without its record", { tags: [[4]] }],
    ["a command of another number", { tags: [[7, 1, 0]] }],
    ["a command whose number is a text", { tags: [["4", 1, 0]] }],
    ["a text that is no number", { count: "five" }],
    ["a number for a text", { name: 5 }],
    ["what the model has no field for", { other: "[1]" }],
    ["null in an update", { date: null, name: null }],
  ])("are left as they are: %s", async (_what, given) => {
    expect(await meant(given)).toEqual(given);
  });

  it("of a new record leave null out where Odoo's default can stand, in lines too", async () => {
    expect(await meant({ date: null, title: null, name: null, lines: { create: [{ done: null }] } }, "create")).toEqual(
      {
        title: null,
        name: null,
        lines: { create: [{}] },
      },
    );
  });

  it("may not be a text of what arguments may not hold", async () => {
    const deep = `{"a": ${"[".repeat(30)}${"]".repeat(30)}}`;
    await expect(meant({ props: deep })).rejects.toThrow(odooError("validation", "deeper than 20 levels"));
    await expect(meant({ lines: '[{"__proto__": 1}]' })).rejects.toThrow(odooError("validation", "__proto__"));
  });

  it("keep a key called __proto__ for the parser to refuse", async () => {
    const given = JSON.parse('{"__proto__": {"a": 1}}') as Record<string, unknown>;
    expect(Object.keys(await meant(given))).toEqual(["__proto__"]);
  });

  describe("of lines whose model the snapshot does not have", () => {
    const { "x.order": only } = schema.models as { "x.order": Model };
    /** What they are taken as under a policy, and which models Odoo was asked for. */
    async function taken(values: Record<string, unknown>, policy: PolicyConfig = {}) {
      const asked: string[] = [];
      const fieldsGet = async (name: string) => {
        asked.push(name);
        return { ...LINE };
      };
      const without = contextWith({
        schema: { ...schema, models: { "x.order": only } },
        policy,
        answers: { fieldsGet },
      });
      return { values: await meantValues(order, values, "update", without), asked };
    }

    it("are taken by what Odoo tells of it", async () => {
      expect(await taken({ lines: [[1, 7, { qty: "2" }]] })).toEqual({
        values: { lines: { update: [{ id: 7, qty: 2 }] } },
        asked: ["x.line"],
      });
    });

    it.each<[what: string, line: object]>([
      ["of the form of its fields", { qty: 2, name: "a" }],
      ["lists of ids", { tags: [1, 2], lines: { create: [{ qty: 2 }] } }],
    ])("ask for nothing where values are %s", async (_what, line) => {
      const values = { lines: { create: [line] } };
      expect(await taken(values)).toEqual({ values, asked: [] });
    });

    it("ask for nothing before a policy that closes it is asked", async () => {
      const values = { lines: { create: [{ qty: "2" }] } };
      expect(await taken(values, { "x.line": { operations: ["read"] } })).toEqual({ values, asked: [] });
    });
  });
});
