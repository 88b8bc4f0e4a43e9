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
});
