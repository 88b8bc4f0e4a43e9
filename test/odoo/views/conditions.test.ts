import { describe, expect, it } from "vitest";
import {
  both,
  type Condition,
  conditionFrom,
  conditionFromModifier,
  either,
} from "../../../src/odoo/views/conditions.js";

describe("conditionFrom", () => {
  it.each<[string | undefined, Condition]>([
    [undefined, false],
    ["", false],
    ["0", false],
    ["False", false],
    ["1", true],
    ["True", true],
    ["state != 'draft'", "state != 'draft'"],
    ["state\n   not in ('a',\t'b')", "state not in ('a', 'b')"],
  ])("reads %j", (attribute, condition) => {
    expect(conditionFrom(attribute)).toBe(condition);
  });
});

describe("conditionFromModifier", () => {
  it.each<[unknown, Condition]>([
    [true, true],
    [1, true],
    [false, false],
    [undefined, false],
    [[], true],
    [[["state", "=", "draft"]], "state == 'draft'"],
    [[["state", "not in", ["draft", "it's"]]], "state not in ['draft', 'it\\'s']"],
    [[["active", "=", false]], "not active"],
    [[["partner_id", "!=", false]], "partner_id"],
    [[["line_ids", "=", []]], "not line_ids"],
    [[["is_company", "=", true]], "is_company"],
    [
      [
        ["a", "=", 1],
        ["b", ">", 2],
      ],
      "a == 1 and b > 2",
    ],
    [["|", ["a", "=", 1], ["b", "=", 2]], "a == 1 or b == 2"],
    [["|", "&", ["a", "=", 1], ["b", "=", 2], ["c", "=", 3]], "a == 1 and b == 2 or c == 3"],
    [["&", "|", ["a", "=", 1], ["b", "=", 2], ["c", "=", 3]], "(a == 1 or b == 2) and c == 3"],
    [["!", ["a", "=", 1]], "not (a == 1)"],
    [["|", ["a", "=", 1]], "a == 1 or unknown"],
    [["what"], "unknown"],
  ])("reads %j", (modifier, condition) => {
    expect(conditionFromModifier(modifier)).toBe(condition);
  });
});

describe("either and both", () => {
  it("know always and never", () => {
    expect(either(true, "a")).toBe(true);
    expect(either(false, "a")).toBe("a");
    expect(both(true, "a")).toBe("a");
    expect(both("a", false)).toBe(false);
    expect(both("a", "a")).toBe("a");
  });

  it("put in brackets what binds weaker", () => {
    expect(either("a and b", "c")).toBe("a and b or c");
    expect(both("a or b", "c")).toBe("(a or b) and c");
    expect(either("a if b else c", "d")).toBe("(a if b else c) or d");
  });
});
