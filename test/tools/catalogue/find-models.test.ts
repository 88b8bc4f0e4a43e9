import { describe, expect, it } from "vitest";
import { type Findable, findModels } from "../../../src/tools/catalogue/find-models.js";
import { MODEL_WORDS } from "../../../src/tools/catalogue/model-words.js";
import { committedSchema, fieldWith } from "../../support/fixtures.js";

/** Labels as Odoo 19 has them. */
const LABELS: Readonly<Record<string, string>> = {
  "account.account": "Account",
  "account.analytic.line": "Analytic Line",
  "account.bank.statement": "Bank Statement",
  "account.bank.statement.line": "Bank Statement Line",
  "account.journal": "Journal",
  "account.move.line": "Journal Item",
  "account.payment": "Payments",
  "account.payment.term": "Payment Terms",
  "account.tax": "Tax",
  "calendar.event": "Calendar Event",
  "hr.employee": "Employee",
  "hr.expense": "Expense",
  "hr.leave": "Time Off",
  "mail.activity": "Activity",
  "product.category": "Product Category",
  "product.template": "Product",
  "project.project": "Project",
  "purchase.order": "Purchase Order",
  "purchase.order.line": "Purchase Order Line",
  "res.company": "Companies",
  "res.country": "Country",
  "res.partner.bank": "Bank Accounts",
  "res.users": "User",
  "sale.order.template": "Quotation Template",
  "stock.lot": "Lot/Serial",
  "stock.picking": "Transfer",
  "stock.quant": "Quants",
  "stock.warehouse": "Warehouse",
  x_bike: "Vélo",
};
const typed = Object.values(committedSchema().models);
const ALL: readonly Findable[] = [
  ...typed.map((model) => ({ model: model.name, label: model.label, typed: model })),
  ...Object.entries(LABELS).map(([model, label]) => ({ model, label })),
];
const found = (query: string, models = ALL) => findModels(query, models).models.map(({ model }) => model);

describe("a model is found", () => {
  it.each([
    ["invoice", "account.move"],
    ["customer invoices", "account.move"],
    ["bill", "account.move"],
    ["Vendor Bills", "account.move"],
    ["credit note", "account.move"],
    ["journal entry", "account.move"],
    ["journal entries", "account.move"],
    ["invoice line", "account.move.line"],
    ["payment", "account.payment"],
    ["bank transactions", "account.bank.statement.line"],
    ["taxes", "account.tax"],
    ["timesheet", "account.analytic.line"],
    ["quotation", "sale.order"],
    ["sales orders", "sale.order"],
    ["RFQ", "purchase.order"],
    ["request for quotation", "purchase.order"],
    ["delivery", "stock.picking"],
    ["receipt", "stock.picking"],
    ["stock count", "stock.quant"],
    ["warehouse", "stock.warehouse"],
    ["serial number", "stock.lot"],
    ["variant", "product.product"],
    ["customer", "res.partner"],
    ["vendors", "res.partner"],
    ["people", "res.partner"],
    ["IBAN", "res.partner.bank"],
    ["lead", "crm.lead"],
    ["opportunities", "crm.lead"],
    ["meeting", "calendar.event"],
    ["task", "project.task"],
    ["employee", "hr.employee"],
    ["employee leave", "hr.leave"],
    ["holidays", "hr.leave"],
    ["expense", "hr.expense"],
    ["salesperson", "res.users"],
    ["velo", "x_bike"],
    ["all my invoices", "account.move"],
  ])("by what people call its records: %s", (query, model) => {
    const { models, note } = findModels(query, ALL);
    expect(models[0]?.model).toBe(model);
    expect(note).toBeUndefined();
  });

  it("by its name before all that hold it, and by any part of name or label", () => {
    expect(found("res.partner")[0]).toBe("res.partner");
    expect(found("bik")).toEqual(["x_bike"]);
    expect(found("quotation temp")).toEqual(["sale.order.template"]);
  });

  it("of several of a name the one with tools first, and parts of a name after the whole", () => {
    expect(found("product")).toEqual(["product.product", "product.template", "product.category"]);
    expect(found("order").slice(0, 3)).toEqual(["sale.order", "purchase.order", "sale.order.line"]);
  });
});

describe("the values by which a record is one", () => {
  const where = (query: string) => findModels(query, ALL).models[0]?.where;

  it("are told by their labels", () => {
    expect(where("bill")).toEqual({ move_type: ["in_invoice"] });
    expect(where("vendor")).toBeUndefined();
    expect(where("credit notes")).toEqual({ move_type: ["out_refund", "in_refund"] });
    expect(where("opportunity")).toEqual({ type: ["opportunity"] });
  });

  it("are not told where all records are called so", () => {
    expect(where("journal entry")).toBeUndefined();
    expect(where("contact")).toBeUndefined();
  });

  it("are enough to find a model by", () => {
    const selection = [["b", "Blue bike"]] as const;
    const kinds = (attributes = {}) => ({
      model: "x.thing",
      label: "Thing",
      typed: {
        name: "x.thing",
        label: "Thing",
        fields: { x_type: fieldWith({ type: "selection", selection, ...attributes }) },
      },
    });
    expect(findModels("bikes", [kinds()])).toMatchObject({ models: [{ where: { x_type: ["b"] } }] });
    for (const attributes of [{ closed: "a rule" }, { dynamic: true }, { searchable: false }]) {
      expect(findModels("bikes", [kinds(attributes)]).note).toContain('No model here is called "bikes".');
    }
  });
});

describe("what nothing is called", () => {
  it.each([
    ["invocie", "account.move", 'No model here is called "invocie". Taken as "invoice".'],
    ["vendr bill", "account.move", 'No model here is called "vendr bill". Taken as "vendor bill".'],
    ["unpaid vendor bill", "account.move", 'No model here is called "unpaid vendor bill". These are the nearest.'],
  ])("is answered with the nearest, and told as such: %s", (query, model, note) => {
    const finding = findModels(query, ALL);
    expect(finding.models[0]?.model).toBe(model);
    expect(finding.note).toBe(note);
  });

  it("is answered with the models that have tools where it is like nothing", () => {
    for (const query of ["xyzzy", "…", "___"]) {
      const { models, note } = findModels(query, ALL);
      expect(models.map(({ model }) => model)).toEqual(typed.map(({ name }) => name));
      expect(note).toBe(`No model here is called "${query}". These are the models with their own tools.`);
    }
  });

  it("is told to be a model that is not there where Odoo has one", () => {
    const without = ALL.filter(({ model }) => model !== "hr.leave");
    expect(findModels("sick leave", without).note).toBe(
      'No model here is called "sick leave". In Odoo that is hr.leave, which is not installed or not open to this user. These are the models with their own tools.',
    );
    const other = [...without, { model: "resource.calendar.leaves", label: "Resource Time Off Detail" }];
    expect(findModels("leave", other)).toMatchObject({
      models: [{ model: "resource.calendar.leaves" }],
      note: "In Odoo that is hr.leave, which is not installed or not open to this user.",
    });
  });

  it("takes no longer for a long text", () => {
    expect(findModels("x ".repeat(128), ALL).models.length).toBeGreaterThan(0);
  });
});

describe("the table of words", () => {
  it("names each model's words once, and a model by none that it has already", () => {
    for (const [model, words] of MODEL_WORDS) {
      expect(model).toMatch(/^[a-z][a-z0-9_.]*$/);
      const plain = words.map((word) => word.toLowerCase());
      expect([model, new Set(plain).size]).toEqual([model, words.length]);
      expect(words.filter((word) => word.trim() !== word || word === "")).toEqual([]);
    }
  });

  it("leads to its model from each of its words", () => {
    const all = [...MODEL_WORDS.keys()].map((model) => ({ model, label: model }));
    for (const [model, words] of MODEL_WORDS) {
      for (const word of words) expect([word, ...found(word, all)]).toContain(model);
    }
  });
});
