import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { checkLasting, isTransient } from "../../../src/tools/guard/transient.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = { ...schemaWith({ "a.order": { name: fieldWith() } }), lines: schemaWith({ "a.line": {} }).models };
const listed: Client["searchRead"] = async () => [
  { id: 1, model: "a.wizard", name: "Wizard", transient: true, abstract: false },
  { id: 2, model: "a.other", name: "Other", transient: false, abstract: false },
];
const FORBIDDEN = () => Promise.reject(new OdooError("forbidden", "No."));

const contextOf = (answers: Partial<Client>, major?: number) =>
  contextWith({ schema, answers: { fieldsGet: async () => ({}), ...answers }, ...(major ? { major } : {}) });

describe("a model", () => {
  it("is a dialogue's where the list of models says so", async () => {
    const context = contextOf({ searchRead: listed });
    expect(await isTransient("a.wizard", context)).toBe(true);
    expect(await isTransient("a.other", context)).toBe(false);
  });

  it("is one where it is not listed to a user whose list has no dialogues", async () => {
    const callModel = async () => [{ model: "a.other", display_name: "Other" }];
    const context = contextOf({ searchRead: FORBIDDEN, callModel });
    expect(await isTransient("a.wizard", context)).toBe(true);
    expect(await isTransient("a.other", context)).toBe(false);
  });

  it("is none where Odoo does not tell (15)", async () => {
    expect(await isTransient("a.wizard", contextOf({ searchRead: FORBIDDEN }, 15))).toBe(false);
  });
});

describe("a record of a dialogue that no step opened", () => {
  const check = async (model: string, answers: Partial<Client> = { searchRead: listed }) => {
    const context = contextOf(answers);
    return checkLasting(await context.models.get(model), "values", context);
  };

  it("is refused", async () => {
    await expect(check("a.wizard")).rejects.toEqual(odooError("forbidden", "values: a.wizard is a dialogue"));
    await expect(check("a.wizard")).rejects.toMatchObject({ rule: "dialogues", outcome: "not_applied" });
  });

  it("is told from others, of which those of the snapshot are not asked about", async () => {
    await expect(check("a.other")).resolves.toBeUndefined();
    await expect(check("a.order", {})).resolves.toBeUndefined();
    const context = contextOf({});
    await expect(checkLasting({ name: "a.line", label: "", fields: {} }, "values", context)).resolves.toBeUndefined();
  });
});
