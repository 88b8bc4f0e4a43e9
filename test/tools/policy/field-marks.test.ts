import { describe, expect, it } from "vitest";
import type { Model } from "../../../src/odoo/schema/schema.js";
import { createPolicy, type PolicyConfig } from "../../../src/tools/policy/policy.js";
import { fieldWith } from "../../support/fixtures.js";

const modelOf = (name: string, fields: Model["fields"]): Model => ({ name, label: name, fields });

const PARTNER = modelOf("res.partner", {
  name: fieldWith({ type: "char" }),
  email: fieldWith({ type: "char" }),
  email_normalized: fieldWith({ type: "char", depends: ["email"], readonly: true }),
  email_domain: fieldWith({ type: "text", depends: ["email_normalized"], readonly: true }),
  is_blacklisted: fieldWith({ type: "boolean", depends: ["email_normalized"], readonly: true }),
  display_name: fieldWith({ type: "char", depends: ["name", "email"], readonly: true }),
  phone: fieldWith({ type: "char" }),
  phone_mobile_search: fieldWith({ type: "char" }),
  image_1920: fieldWith({ type: "binary" }),
  image_128: fieldWith({ type: "binary", related: "image_1920" }),
  credit: fieldWith({ type: "monetary" }),
  credit_ratio: fieldWith({ type: "float", depends: ["credit"] }),
  parent_id: fieldWith({ type: "many2one", relation: "res.partner" }),
  commercial_partner_id: fieldWith({ type: "many2one", relation: "res.partner", depends: ["parent_id"] }),
});
const USER = modelOf("res.users", {
  partner_id: fieldWith({ type: "many2one", relation: "res.partner" }),
  name: fieldWith({ type: "char", inherited: "partner_id" }),
  login: fieldWith({ type: "char" }),
  email: fieldWith({ type: "char", inherited: "partner_id" }),
  email_normalized: fieldWith({ type: "char", related: "partner_id.email_normalized" }),
});
const MESSAGE = modelOf("mail.message", {
  author_id: fieldWith({ type: "many2one", relation: "res.partner" }),
  email_from: fieldWith({ type: "char" }),
  reply_to: fieldWith({ type: "char" }),
  body: fieldWith({ type: "html" }),
  account_audit_log_preview: fieldWith({ type: "text" }),
});
const FILE = modelOf("ir.attachment", {
  url: fieldWith({ type: "char" }),
  db_datas: fieldWith({ type: "binary" }),
  datas: fieldWith({ type: "binary", depends: ["db_datas"] }),
});
const DOCUMENT = modelOf("product.document", {
  ir_attachment_id: fieldWith({ type: "many2one", relation: "ir.attachment" }),
  url: fieldWith({ type: "char", inherited: "ir_attachment_id" }),
});

const EMPLOYEE = modelOf("hr.employee", {
  user_id: fieldWith({ type: "many2one", relation: "res.users" }),
  email: fieldWith({ type: "char", related: "user_id.email" }),
  far: fieldWith({ type: "char", related: "user_id.partner_id.email" }),
});
const LEAD = modelOf("crm.lead", {
  partner_id: fieldWith({ type: "many2one", relation: "res.partner" }),
  phone: fieldWith({ type: "char", depends: ["partner_id"] }),
  credit: fieldWith({ type: "monetary", depends: ["partner_id"] }),
  description: fieldWith({ type: "html", depends: ["partner_id"] }),
});

const MODELS = [PARTNER, USER, MESSAGE, FILE, DOCUMENT];

function closedIn(model: Model, config: PolicyConfig, known: readonly Model[] = MODELS): Record<string, string> {
  const policy = createPolicy(config, { known: (name) => known.find((one) => one.name === name) });
  const fields = Object.entries(policy.view(model).fields);
  return Object.fromEntries(fields.flatMap(([name, { closed }]) => (closed ? [[name, closed]] : [])));
}

const names = (model: Model, config: PolicyConfig, known?: readonly Model[]) =>
  Object.keys(closedIn(model, config, known)).sort();

const DENIED: PolicyConfig = { "res.partner": { denyFields: ["email"] } };

describe("a denied field", () => {
  it("is closed with what Odoo computes from it and could hold the same, by the same rule", () => {
    const rule = 'policy["res.partner"].denyFields';
    expect(closedIn(PARTNER, DENIED)).toEqual({ email: rule, email_normalized: rule, email_domain: rule });
  });

  it.each([
    ["phone", ["phone", "phone_mobile_search"]],
    ["image_1920", ["image_128", "image_1920"]],
    ["credit", ["credit", "credit_ratio"]],
    ["parent_id", ["commercial_partner_id", "parent_id"]],
  ])("closes %s in whatever form", (name, closed) => {
    expect(names(PARTNER, { "res.partner": { denyFields: [name] } })).toEqual(closed);
  });

  it("is closed where another model shows it, over several steps", () => {
    expect(names(USER, DENIED)).toEqual(["email", "email_normalized"]);
    expect(names(USER, DENIED, [])).toEqual(["email"]);
  });

  it("is closed where a model shows it that shows all of another's, be it not in the snapshot", () => {
    expect(names(EMPLOYEE, DENIED)).toEqual(["email", "far"]);
    expect(names(EMPLOYEE, DENIED, [])).toEqual(["email", "far"]);
    expect(names(EMPLOYEE, { "res.partner": { domain: [["id", "=", 1]] } }, [])).toEqual(["email", "far"]);
    expect(names(EMPLOYEE, { "res.users": { domain: [["id", "=", 1]] } }, [])).toEqual(["email", "far"]);
  });

  it("is closed in a product's variants, which hold it, and in their code", () => {
    const own = fieldWith({ type: "char" });
    const template = modelOf("product.template", { default_code: own, list_price: fieldWith({ type: "float" }) });
    const product = modelOf("product.product", {
      product_tmpl_id: fieldWith({ type: "many2one", relation: "product.template" }),
      default_code: own,
      code: own,
      volume: fieldWith({ type: "float" }),
    });
    const policy = { "product.template": { denyFields: ["default_code"] } };
    for (const known of [[template], []]) expect(names(product, policy, known)).toEqual(["code", "default_code"]);
  });

  it("is closed where a text of its name is computed from its record", () => {
    const policy = { "res.partner": { denyFields: ["phone", "credit"] } };
    for (const known of [MODELS, []]) expect(names(LEAD, policy, known)).toEqual(["phone"]);
    // No field of res.partner's.
    const allowing = { "res.partner": { allowFields: ["name"] } };
    expect(names(LEAD, allowing)).toEqual(["phone"]);
    expect(names(LEAD, allowing, [])).toEqual([]);
  });

  it("is closed where Odoo copies it", () => {
    expect(names(MESSAGE, DENIED)).toEqual(["account_audit_log_preview", "email_from", "reply_to"]);
    expect(names(MESSAGE, {})).toEqual(["account_audit_log_preview"]);
  });

  it("leaves open what the model's own allowFields names", () => {
    const allowFields = ["email_normalized", "login"];
    expect(names(USER, { ...DENIED, "res.users": { allowFields } })).toEqual(["email", "name", "partner_id"]);
  });
});

describe("a field that is closed by default", () => {
  it("is closed where it is inherited, and leaves open what is computed from it", () => {
    expect(names(FILE, {})).toEqual(["db_datas", "url"]);
    expect(names(DOCUMENT, {})).toEqual(["url"]);
  });

  it("is opened by allowFields", () => {
    expect(names(DOCUMENT, { "product.document": { allowFields: ["url"] } })).toEqual(["ir_attachment_id"]);
  });
});

describe("a model with a domain", () => {
  const domain = [["user_id", "=", "me"]];

  it("closes what others show of its records, but their names", () => {
    const rule = 'policy["res.partner"].domain';
    expect(closedIn(USER, { "res.partner": { domain } })).toEqual({ email: rule, email_normalized: rule });
    expect(closedIn(PARTNER, { "res.partner": { domain } })).toEqual({});
  });

  it.each(["partner_id", "partner_id.user_id"])("leaves that to a domain on %s", (path) => {
    const own = { "res.users": { domain: [[path, "=", "me"]] } };
    expect(closedIn(USER, { "res.partner": { domain }, ...own })).toEqual({});
  });

  it("does not leave it to another domain, nor to allowFields of others", () => {
    const own = { "res.users": { domain: [["login", "=", "x"]] } };
    expect(names(USER, { "res.partner": { domain }, ...own })).toEqual(["email", "email_normalized"]);
  });
});
