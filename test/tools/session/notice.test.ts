import { describe, expect, it } from "vitest";
import { GENERIC_TOOLS } from "../../../src/tools/catalogue/generic-tools.js";
import { OPERATIONS } from "../../../src/tools/catalogue/operations.js";
import { NOTICE, withNotice } from "../../../src/tools/session/notice.js";

describe("the notice", () => {
  it.each([
    ["records", { records: [{ id: 5, name: "Azure" }], total: 1, next_offset: null }],
    ["a record's name", { id: 5, display_name: "Azure", link: "https://odoo.example/odoo/5" }],
    ["a text of a file", { text: "Offer", next_offset: null }],
    ["a text in lines", { records: [{ id: 5, order_line: [{ id: 6, name: "Desk" }] }] }],
    ["warnings of a form", { ids: [5], warnings: ["Azure owes you."] }],
    ["labels", { model: "x", fields: { name: "char: Nom" } }],
  ])("stands first before %s", (_, result) => {
    const told = withNotice(result);
    expect(Object.keys(told)).toEqual(["notice", ...Object.keys(result)]);
    expect(told).toEqual({ ...result, ...NOTICE });
  });

  it.each([
    ["counts", { count: 5 }],
    ["ids", { ids: [5, 6] }],
    ["records of nothing but ids", { records: [{ id: 5, tag_ids: [6], ok: true }], total: 1, limit: 50 }],
    ["no records", { records: [], total: 0, next_offset: null }],
    ["empty texts", { records: [{ id: 5, name: "", email: null }] }],
    ["words of this server", { groups: [{ count: 5 }], note: "Amounts are of one currency.", left_out: "5 of 6" }],
    ["a link", { id: 5, link: "https://odoo.example/odoo/5", repeated: true }],
  ])("is not there for %s", (_, result) => {
    expect(withNotice(result)).toEqual(result);
  });

  it("is a member that no tool answers itself, in at most 20 tokens", () => {
    const schemas = [...GENERIC_TOOLS.map(({ definition }) => definition.outputSchema), ...results()];
    for (const { properties } of schemas) {
      expect(Object.keys(properties ?? {})).not.toContain("notice");
      expect(Object.keys(properties ?? {})).not.toContain("left_out");
    }
    // Four characters are about a token.
    expect(JSON.stringify(NOTICE).length / 4).toBeLessThan(20);
  });
});

const results = () => Object.values(OPERATIONS).map(({ result }) => result);
