import { describe, expect, it } from "vitest";
import { parsePythonLiteral } from "../../../src/odoo/notation/python-literal.js";

describe("parsePythonLiteral", () => {
  it.each([
    ["[".repeat(5_000_000)],
    [`'${"\\\\".repeat(5_000_000)}`],
    ["1".repeat(5_000_000)],
    [`[${"1, ".repeat(50_000)}]`],
  ])("reads no text of more than 100,000 characters", (text) => {
    expect(parsePythonLiteral(text)).toBeUndefined();
  });

  it.each<[string, unknown]>([
    [
      "[('state', '=', 'sale'), ('active', '=', True)]",
      [
        ["state", "=", "sale"],
        ["active", "=", true],
      ],
    ],
    [
      "['|', (\"name\", 'ilike', \"O'Brien\"), ('ref', '!=', None)]",
      ["|", ["name", "ilike", "O'Brien"], ["ref", "!=", null]],
    ],
    [
      "[('amount', '>', -1.5), ('id', 'in', [1, 2,]),]",
      [
        ["amount", ">", -1.5],
        ["id", "in", [1, 2]],
      ],
    ],
    ["('name', '=', 'it\\'s')", ["name", "=", "it's"]],
    ["[]", []],
    ["  False ", false],
    ["{'a': True, \"b\": [1, {'c': None}],}", { a: true, b: [1, { c: null }] }],
    ["{}", {}],
  ])("reads %s", (text, value) => {
    expect(parsePythonLiteral(text)).toEqual(value);
  });

  it.each([
    "",
    "every order of this month",
    "[('date', '>=', datetime.now())]",
    "[('user_id', '=', uid)]",
    "[('a', '=', 1)",
    "[('a', '=', 1)] + []",
    "['unfinished]",
    "(1 2)",
    "{'a': active_id}",
    "{1: 2}",
    "{'a' 1}",
    "{'a': 1",
    "[('a', '=', 1.2.3)]",
    "[Trueish]",
    "[".repeat(10_000),
  ])("evaluates nothing: %s", (text) => {
    expect(parsePythonLiteral(text)).toBeUndefined();
  });

  it("reads names that are given by their values, outside texts, and no others", () => {
    const read = (text: string) => parsePythonLiteral(text, { active_id: 7, ids: [7, 8], True: 5 });
    expect(read("{'a': active_id, 'ids': [ids], 'b': 'active_id', \"active_id\": True}")).toEqual({
      a: 7,
      ids: [[7, 8]],
      b: "active_id",
      active_id: true,
    });
    for (const text of [
      "[other]",
      "[constructor]",
      "[ids.x]",
      "[ids[0]]",
      "{active_id: 1}",
      "[active_id()]",
      "active_ids",
    ])
      expect(read(text)).toBeUndefined();
  });
});
