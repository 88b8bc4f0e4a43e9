import { describe, expect, it } from "vitest";
import { formEvidence, isOccasional } from "../../../codegen/plan/form-evidence.js";
import { needsOf } from "../../../codegen/plan/needs.js";
import type { Field, FormField, Model } from "../../../src/odoo/schema/schema.js";
import { fieldWith } from "../../support/fixtures.js";

const boolean = (attributes: Partial<Field> = {}) => fieldWith({ type: "boolean", ...attributes });
const selection = (attributes: Partial<Field> = {}) =>
  fieldWith({ type: "selection", selection: [["a", "A"]], ...attributes });

function evidence(fields: Record<string, Field>, form: readonly FormField[]) {
  const model: Model = { name: "a.b", label: "A", fields, views: { form, list: [], search: [], buttons: [] } };
  const { screen, needs, along } = formEvidence(model, needsOf(model).fields);
  return { screen, needs: [...needs].filter((name) => screen.includes(name)), along: [...along] };
}

describe("what a form cannot do without", () => {
  it("is what it demands, and what the condition looks at", () => {
    const fields = { a: fieldWith(), b: fieldWith(), whole_day: boolean(), c: fieldWith(), parent: fieldWith() };
    const form = [
      { name: "a" },
      { name: "b", required: "not whole_day and x == 'a' and record.parent" },
      { name: "whole_day" },
      { name: "c", required: "always" },
      { name: "parent" },
    ];
    expect(evidence(fields, form).needs).toEqual(["b", "c", "whole_day"]);
  });

  it("is, before all others, a selection that only its conditions name", () => {
    const fields = { name: fieldWith(), type: selection(), other: selection(), street: fieldWith() };
    const form = [{ name: "name", required: "type == 'contact'" }, { name: "street" }];
    expect(evidence(fields, form)).toMatchObject({ screen: ["type", "name", "street"], needs: ["name", "type"] });
    const hidden = [{ name: "name" }, { name: "street", hidden: "type == 'lead'" }];
    expect(evidence(fields, hidden)).toMatchObject({ screen: ["type", "name", "street"], needs: ["type"] });
  });

  it.each<[string, Record<string, Field>, FormField[]]>([
    ["computed", { kind: selection({ depends: ["name"] }) }, []],
    ["another record's", { kind: selection({ related: "parent.kind" }) }, []],
    ["not stored", { kind: selection({ store: false }) }, []],
    ["no selection", { kind: fieldWith() }, []],
    ["readonly on the form", { kind: selection() }, [{ name: "kind", readonly: true }]],
  ])("is not one that is %s", (_, fields, form) => {
    const name = { name: "name", required: "kind == 'a'" };
    expect(evidence({ ...fields, name: fieldWith() }, [...form, name]).screen).toEqual(["name"]);
  });

  it("is not the step of a workflow", () => {
    const form = [{ name: "name", hidden: "state == 'done'" }];
    expect(evidence({ state: selection(), name: fieldWith() }, form).screen).toEqual(["name"]);
  });

  it("is booleans that one condition shows together, of which all but one go along", () => {
    const fields = { mon: boolean(), tue: boolean(), wed: boolean(), other: boolean(), text: fieldWith() };
    const form = Object.keys(fields).map((name) => ({ name, hidden: name === "other" ? "not x" : "not weekly" }));
    const { needs, along } = evidence(fields, form);
    expect([needs, along]).toEqual([
      ["mon", "tue", "wed"],
      ["tue", "wed"],
    ]);
    const always = form.map(({ name }) => ({ name }));
    expect(evidence(fields, always).needs).toEqual([]);
  });

  it("is all lines, where the form hides a part of them from a kind of record", () => {
    const lines = (attributes: Partial<Field> = {}) =>
      fieldWith({ type: "one2many", relation: "a.line", relation_field: "move_id", ...attributes });
    const fields = {
      kind: selection(),
      part_ids: lines({ depends: ["part_ids"] }),
      line_ids: lines(),
      old_ids: lines({ depends: ["old_ids"] }),
      elsewhere_ids: lines({ relation_field: "other_id" }),
    };
    const form = (hidden: string) => [{ name: "part_ids", hidden }, { name: "kind" }];
    expect(evidence(fields, form("kind == 'entry'"))).toEqual({
      screen: ["part_ids", "line_ids", "kind"],
      needs: ["kind", "part_ids", "line_ids"],
      along: ["line_ids"],
    });
    expect(evidence(fields, form("not locked")).screen).toEqual(["part_ids", "kind"]);
  });
});

describe("a form merely has room for", () => {
  const setting = boolean({ readonly: true, store: false });
  const fields: Record<string, Field> = {
    it: fieldWith(),
    setting,
    of_company: { ...setting, depends: ["company_id", "journal_id"] },
    journal_id: fieldWith({ type: "many2one", required: true }),
    of_lines: { ...setting, depends: ["line_ids"] },
    of_project: { ...setting, related: "project_id.setting" },
    typed: boolean(),
    nothing: selection({ selection: [] }),
    finder: fieldWith({ type: "many2one", store: false, searchable: false }),
    reviewed: boolean({ depends: ["state"] }),
    needed: fieldWith({ required: true }),
  };
  const occasional = (field: FormField) =>
    isOccasional(
      { name: "a.b", label: "A", fields, views: { form: [field], list: [], search: [], buttons: [] } },
      field,
    );

  it.each<[FormField, boolean]>([
    [{ name: "it" }, false],
    [{ name: "it", hidden: "not setting" }, true],
    [{ name: "it", hidden: "type == 'x or y' or not setting" }, true],
    [{ name: "it", hidden: "not of_company" }, true],
    [{ name: "it", hidden: "not it" }, true],
    [{ name: "it", hidden: "not of_lines" }, false],
    [{ name: "it", hidden: "not of_project" }, false],
    [{ name: "it", hidden: "not typed" }, false],
    [{ name: "it", hidden: "not constructor" }, false],
    [{ name: "it", hidden: "setting" }, false],
    [{ name: "it", hidden: "x and not setting" }, false],
    [{ name: "it", hidden: "(x or not setting) and y" }, false],
    [{ name: "it", hidden: "x if y else z or not setting" }, false],
    [{ name: "needed", hidden: "not setting" }, false],
    [{ name: "nothing" }, true],
    [{ name: "finder" }, true],
    [{ name: "reviewed" }, true],
    [{ name: "gone", hidden: "not setting" }, false],
  ])("%j: %s", (field, expected) => {
    expect(occasional(field)).toBe(expected);
  });
});
