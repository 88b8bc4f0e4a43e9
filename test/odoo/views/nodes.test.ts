import { describe, expect, it } from "vitest";
import type { Condition } from "../../../src/odoo/views/conditions.js";
import { modifier, parseView } from "../../../src/odoo/views/nodes.js";

describe("parseView", () => {
  it("reads the elements of a view, their attributes and their text", () => {
    const one = { tag: "p", attributes: {}, children: [], content: ["One"] };
    const br = { tag: "br", attributes: {}, children: [], content: [] };
    expect(parseView('<?xml version="1.0"?>\n<form string="A &amp; B"><p>One</p> two <br/></form>')).toEqual({
      tag: "form",
      attributes: { string: "A & B" },
      children: [one, br],
      content: [one, " two ", br],
    });
  });

  it.each([undefined, "", "text", "<form>", "<form></tree>", "<form a=1/>", "<form>&nothing;</form>"])(
    "finds none in %j",
    (arch) => {
      expect(parseView(arch)).toBeUndefined();
    },
  );
});

describe("modifier", () => {
  it.each<[arch: string, condition: Condition]>([
    ['<field readonly="1"/>', true],
    ["<field readonly=\"state != 'draft'\"/>", "state != 'draft'"],
    ["<field/>", false],
    ["<field modifiers='{\"readonly\": true}'/>", true],
    ['<field modifiers=\'{"readonly": [["state", "!=", "draft"]]}\'/>', "state != 'draft'"],
    ['<field modifiers=\'{"required": true}\' readonly="1"/>', false],
    ["<field modifiers='null'/>", false],
    ["<field modifiers='{broken'/>", false],
  ])("reads readonly of %s", (arch, condition) => {
    expect(modifier(parseView(arch) ?? { tag: "", attributes: {}, children: [], content: [] }, "readonly")).toBe(
      condition,
    );
  });
});
